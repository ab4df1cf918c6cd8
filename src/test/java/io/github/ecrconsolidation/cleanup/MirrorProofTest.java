package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a proof rests on; why it fails is in CleanupPlannerTest. */
class MirrorProofTest extends ProofFixture {

  @Test
  void restsOnEverythingBelowAnIndexAndOnWhatSpeaksOfIt() {
    var index = held(image("index", INDEX, Optional.empty(), -9, "v1"));
    var referrer = held(image("referrer", IMAGE, Optional.of(digest("index")), -9));

    assertThat(proof().manifests(index, graphs()))
        .containsExactlyInAnyOrder(
            digest("index"), digest("inner"), digest("child"), digest("leaf"), referrer.digest());
  }

  @Test
  @Timeout(60)
  void looksAtAChildOfManyIndexesOnce() {
    var levels = 60;
    var children = new HashMap<Digest, List<Digest>>();
    for (var level = 0; level < levels; level++) {
      var below = List.of(digest("left" + (level + 1)), digest("right" + (level + 1)));
      for (var side : List.of("left", "right")) {
        children.put(digest(side + level), below);
        consolidated.add(image(side + level, INDEX, Optional.empty(), -8));
      }
    }
    graph = new IndexGraph(children);
    consolidated.add(image("left" + levels, IMAGE, Optional.empty(), -8));
    consolidated.add(image("right" + levels, IMAGE, Optional.empty(), -8));
    graph = new IndexGraph(children);
    var index = held(image("left0", INDEX, Optional.empty(), -9));

    assertThat(proof().discrepancy(index, graphs(), inventory())).isEmpty();
  }

  @Test
  void restsAlsoOnTheImagesThatSupersede() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));

    assertThat(proof().evidence(old, graphs(), List.of(inventory())))
        .containsExactlyInAnyOrder(old.digest(), digest("new"));
  }

  @Test
  void namesTheTargetsThatPointToTheImageInEveryConsolidatedRepository() {
    var image = held(image("one", IMAGE, Optional.empty(), -9, "v1", "v2"));
    consolidated.add(image("one", IMAGE, Optional.empty(), -8, "backend-v1", "backend-v2"));
    var other =
        new RepositorySnapshot(
            new RepositoryName("data-platform-prod"),
            List.of(image("one", IMAGE, Optional.empty(), -8, "backend-v1")));

    assertThat(proof().targets(image, graphs(), List.of(inventory())))
        .isEqualTo(
            Map.of(
                new Tag("v1"), new Tag("backend-v1"),
                new Tag("v2"), new Tag("backend-v2")));
    assertThat(proof().targets(image, graphs(), List.of(inventory(), other)))
        .isEqualTo(Map.of(new Tag("v1"), new Tag("backend-v1")));
  }

  @Test
  void tellsSinceWhenATagIsSuperseded() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest", "v1"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8, "backend-v1"));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));

    assertThat(proof().superseded(old, graphs(), inventory()))
        .isEqualTo(Map.of(new Tag("latest"), CUTOVER.plusSeconds(1)));
    assertThat(proof().inItsPlace(old, graphs(), inventory())).isEmpty();
  }

  @Test
  void doesNotTakeForADirectPushWhatMayHaveBeenMirroredFromAnotherRepository() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));
    ofWeb.add(image("new", IMAGE, Optional.empty(), -1));

    assertThat(proof().superseded(old, graphs(), inventory())).isEmpty();
    assertThat(proof().inItsPlace(old, graphs(), inventory())).containsExactly(digest("new"));
  }

  @Test
  void takesNothingForADirectPushWhileARepositoryCouldNotBeRead() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));
    known = List.of(BACKEND, WEB, new RepositoryName("ml-platform/unread"));

    assertThat(proof().superseded(old, graphs(), inventory())).isEmpty();
  }

  @Test
  void namesWhatATargetPointsToInsteadWhereItIsBehind() {
    var next = held(image("next", IMAGE, Optional.empty(), -1, "v1"));
    held(image("before", IMAGE, Optional.empty(), -9));
    consolidated.add(image("before", IMAGE, Optional.empty(), -8, "backend-v1"));

    assertThat(proof().inItsPlace(next, graphs(), inventory())).containsExactly(digest("before"));
  }
}
