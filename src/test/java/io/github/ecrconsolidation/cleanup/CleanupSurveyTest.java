package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CleanupSurveyTest extends StepFixture {
  private static final String WEB = "ml-platform/web";
  private static final String PROD = "data-platform-prod";

  private void create(String repository) {
    ecr.store().createRepository(RepositorySettings.named(repository));
  }

  private static String arn(String repository) {
    return "arn:aws:ecr:us-east-1:123456789012:repository/" + repository;
  }

  @Test
  void readsAllThatMirrorTheNamespaceThatOfThisStackFirst() {
    create(PROD);
    ecr.store().tagResource(PROD, Map.of(NamespaceTag.KEY, "ml-platform"));
    create("data-platform-other");
    ecr.store().tagResource("data-platform-other", Map.of(NamespaceTag.KEY, "other"));

    assertThat(snapshot().mirrored())
        .extracting(RepositorySnapshot::repository)
        .containsExactly(new RepositoryName(CONSOLIDATED), new RepositoryName(PROD));
  }

  @Test
  void makesNoPlanWhenItIsNotKnownWhoMirrorsTheNamespace() {
    create(PROD);
    ecr.faults().on("ListTagsForResource").about(arn(PROD)).refuse(EcrError.ACCESS_DENIED);

    var result = read();

    assertThat(result.snapshot()).isEmpty();
    assertThat(result.failures()).singleElement().asString().contains(PROD);
  }

  @Test
  void makesNoPlanWithoutTheConsolidatedRepository() {
    ecr.store().deleteRepository(CONSOLIDATED);

    var result = read();

    assertThat(result.snapshot()).isEmpty();
    assertThat(result.failures()).singleElement().asString().contains("does not exist");
  }

  @Test
  void warnsOfANamespaceWithoutARepository() {
    ecr.store().deleteRepository(LEGACY);

    assertThat(read().warnings()).singleElement().asString().contains("no repository lies in");
  }

  @Test
  void warnsThatNothingMayBeRemoved() {
    ecr.store().tagResource(CONSOLIDATED, Map.of(LegacyRepository.HOLD_TAG, "yes"));

    assertThat(read().warnings()).singleElement().asString().contains(LegacyRepository.HOLD_TAG);
  }

  @Test
  void aLegacyRepositoryThatCannotBeReadIsNamedAndTheOthersAreRead() {
    create(WEB);
    ecr.faults().on("DescribeImages").in(WEB).refuse(EcrError.ACCESS_DENIED);

    var result = read();

    assertThat(result.failures()).singleElement().asString().contains(WEB);
    assertThat(result.snapshot())
        .hasValueSatisfying(snapshot -> {
          assertThat(snapshot.legacy()).extracting(LegacyRepository::name).containsExactly(BACKEND);
          assertThat(snapshot.known()).hasSize(2);
        });
  }

  @Test
  void aRepositoryWhoseTagsCannotBeReadMayBeOnHold() {
    ecr.faults().on("ListTagsForResource").about(arn(LEGACY)).refuse(EcrError.ACCESS_DENIED);

    assertThat(snapshot().legacy())
        .singleElement()
        .satisfies(it -> assertThat(it.hold()).isEqualTo(Hold.UNKNOWN));
    assertThat(read().failures()).hasSize(1);
  }

  @Test
  void readsIndexesWhereTheyAreMirroredAndOthersWhereTheyAre() {
    var image = mirrored(TestImages.image("one", 100));
    var index = mirrored(TestImages.index(image), "v1");
    var alone = TestImages.index(image, TestImages.image("two", 100));
    ecr.push(LEGACY, alone, "v2");
    ecr.audit().clear();

    var graph = snapshot().graph();

    assertThat(graph.children(digest(index))).contains(List.of(digest(image)));
    assertThat(graph.children(digest(alone)))
        .hasValueSatisfying(children -> assertThat(children).hasSize(2));
    assertThat(ecr.audit().entries("BatchGetImage"))
        .filteredOn(call -> call.repository().equals(LEGACY))
        .singleElement()
        .satisfies(call -> assertThat(call.subjects()).doesNotContain(index.digest()));
  }

  @Test
  void findsGroupsOfImagesOfOneSizeThatAreMoreThanMayBeRisked() {
    for (var i = 0; i < Allowance.AT_LEAST; i++) {
      mirrored(TestImages.image("image " + (100 + i), 100), "v" + i);
    }
    mirrored(TestImages.image("another size", 999), "other");
    assertThat(snapshot().alike()).isEmpty();

    mirrored(TestImages.image("image 200", 100), "one-more");

    assertThat(snapshot().alike())
        .singleElement()
        .satisfies(group -> assertThat(group).hasSize(11));
  }
}
