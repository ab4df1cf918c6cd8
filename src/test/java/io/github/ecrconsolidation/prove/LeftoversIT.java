package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LeftoversIT {
  @AutoClose private final LocalAccount account = new LocalAccount();
  private final ProofId id = ProofId.random();
  private final Leftovers leftovers =
      new Leftovers(account.process().registry(), account.process().events());

  LeftoversIT() throws IOException {}

  private void create(RepositoryName name, Map<String, String> tags) {
    account.process().registry().createRepository(name, Optional.empty(), List.of(), tags);
  }

  private void createEvents(String name) {
    account.process().events().create(name, name + "/", ProofId.TAG_KEY, id.value());
  }

  @Test
  void listsWhatHasTheNameOfARun() {
    create(id.legacy(), Map.of("team", "ml"));
    create(new RepositoryName("ml-platform/backend"), id.tags());
    createEvents(id.name());
    createEvents(ProofId.PREFIX + "of-somebody");

    assertThat(leftovers.repositories()).containsExactly(id.legacy());
    assertThat(leftovers.rulesAndQueues()).containsExactly(id.name());
  }

  @Test
  void removesTheRepositoriesOfTheRunWithTheirImages() {
    new Bench(id, account.process().registry(), account.process())
        .createRepositories(Optional.empty());
    new Bench(id, account.process().registry(), account.process()).pushedToLegacy("image");

    leftovers.removeRepositories(id);

    assertThat(leftovers.removed()).hasSize(3).contains("repository " + id.legacy());
    assertThat(leftovers.obstacles()).isEmpty();
    assertThat(account.everything()).isEmpty();
  }

  @Test
  void leavesARepositoryWithoutTheTagOfItsName() {
    create(id.legacy(), Map.of("team", "ml"));
    create(id.consolidated(), ProofId.random().tags());

    leftovers.removeRepositories(id);

    assertThat(leftovers.removed()).isEmpty();
    assertThat(leftovers.obstacles())
        .containsExactlyInAnyOrder(
            "repository %s is left: it does not carry the tag ecr-consolidation:proof of its name"
                .formatted(id.legacy()),
            "repository %s is left: it does not carry the tag ecr-consolidation:proof of its name"
                .formatted(id.consolidated()));
  }

  @Test
  void leavesARepositoryWithTheTagOfARunButAnotherName() {
    var other = new RepositoryName("ml-platform/backend");
    create(other, id.tags());

    leftovers.remove(other);

    assertThat(leftovers.removed()).isEmpty();
    assertThat(account.everything()).containsExactly("ml-platform/backend");
  }

  @Test
  void isContentWithRepositoriesThatAreGone() {
    leftovers.removeRepositories(id);

    assertThat(leftovers.removed()).isEmpty();
    assertThat(leftovers.obstacles()).isEmpty();
  }

  @Test
  void removesTheOthersWhenOneCannotBeRemoved() {
    id.repositories().forEach(it -> create(it, id.tags()));
    account
        .ecr()
        .faults()
        .on("DeleteRepository")
        .in(id.consolidated().value())
        .refuse(EcrError.ACCESS_DENIED);

    leftovers.removeRepositories(id);

    assertThat(account.everything()).containsExactly(id.consolidated().value());
    assertThat(leftovers.obstacles())
        .singleElement()
        .asString()
        .startsWith("repository %s is left: DeleteRepository".formatted(id.consolidated()));
  }

  @Test
  void removesRuleAndQueue() {
    createEvents(id.name());

    leftovers.removeEvents(id);

    assertThat(leftovers.removed()).containsExactly("rule and queue " + id.name());
    assertThat(account.everything()).isEmpty();
  }

  @Test
  void leavesAQueueWithoutTheTagOfItsName() {
    account.rules().createQueue(id.name());

    leftovers.removeEvents(id);

    assertThat(leftovers.removed()).isEmpty();
    assertThat(leftovers.obstacles())
        .containsExactly(
            "rule or queue %s is left: it does not carry the tag ecr-consolidation:proof of its name"
                .formatted(id.name()));
  }
}
