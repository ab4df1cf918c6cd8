package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.MAPPING;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LifecycleCheckTest {
  private static final String BY_AGE =
      """
      {"rulePriority":1,"action":{"type":"expire"},"selection":{"tagStatus":"any",
       "countType":"sinceImagePushed","countUnit":"days","countNumber":30}}\
      """;

  private static final RepositoryName ML = new RepositoryName("ml-platform/ml");
  private static final RepositoryName TRAIN = new RepositoryName("ml-platform/ml/train");

  private final PreflightWorld world = new PreflightWorld();

  private static String rule(int priority, String pattern, int count) {
    return """
    {"rulePriority":%d,"action":{"type":"expire"},"selection":{"tagStatus":"tagged",
     "tagPatternList":["%s"],"countType":"imageCountMoreThan","countNumber":%d}}\
    """
        .formatted(priority, pattern, count);
  }

  private List<PreflightFinding> check() {
    return new LifecycleCheck(world.input(), world.settings(), MAPPING).check();
  }

  private Remedy remedy() {
    return check().getFirst().remedy().orElseThrow();
  }

  /** Three images of the backend on both sides, and one of the web that was pushed directly. */
  private void mirrorThree() {
    for (var version : List.of("v1", "v2", "v3")) {
      world.push(BACKEND, version, version).push(CONSOLIDATED, version, "backend-" + version);
    }
    world.push(CONSOLIDATED, "new", "web-v1");
  }

  @Test
  void findsNothingWithoutPolicies() {
    mirrorThree();

    assertThat(check()).isEmpty();
  }

  @Test
  void warnsOfARuleThatRemovesWhatTheCleanUpHasToFind() {
    mirrorThree();
    world.lifecycle(CONSOLIDATED, rule(1, "web-*", 1), rule(2, "backend-*", 2));

    assertThat(check())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.LIFECYCLE_REMOVES_PROOF);
          assertThat(finding.what())
              .startsWith(
                  "rule 2 of the lifecycle policy of data-platform-dev removes 1 images that are in"
                      + " legacy repositories, too: sha256:");
          assertThat(finding.remedy())
              .contains(new Parameter("LifecycleCounts", "1/web=1;2/backend=3"));
        });
  }

  @Test
  void leavesARuleAloneThatRemovesOnlyWhatHasNoLegacyImage() {
    world.push(CONSOLIDATED, "old", "web-v1").push(CONSOLIDATED, "new", "web-v2");
    world.lifecycle(CONSOLIDATED, rule(1, "web-*", 1));

    assertThat(check()).isEmpty();
  }

  @Test
  void changesTheCountInTerraformOrLeavesOutARuleThatDoesNotCount() {
    mirrorThree();
    world.ownedByTerraform().lifecycle(CONSOLIDATED, rule(2, "backend-*", 2));
    assertThat(remedy())
        .isEqualTo(new Terraform("rule 2 of aws_ecr_lifecycle_policy: countNumber = 3"));

    world.lifecycle(CONSOLIDATED, BY_AGE);
    assertThat(remedy()).isEqualTo(new Terraform("leave out rule 1 of aws_ecr_lifecycle_policy"));
  }

  @Test
  void countsAsManyImagesOfEachServiceAsTheLegacyRulesDo() {
    world.lifecycle(BACKEND, rule(1, "*", 200)).lifecycle(WEB, rule(1, "v*", 100));

    assertThat(check())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "lifecycleOnTheLegacySideAlone: ml-platform/backend, ml-platform/web have"
                      + " lifecycle policies, data-platform-dev has none");
          assertThat(finding.remedy())
              .contains(new Parameter("LifecycleCounts", "1/backend=200;2/web=100"));
        });
  }

  /** The rule of {@code ml} counts the images of {@code ml-train}, too, and would expire them. */
  @Test
  void countsTheImagesOfAServiceWhosePrefixBeginsAlikeAsWell() {
    world.legacy(TRAIN, ML).lifecycle(ML, rule(1, "*", 200)).lifecycle(TRAIN, rule(1, "*", 50));

    assertThat(remedy()).isEqualTo(new Parameter("LifecycleCounts", "1/ml-train=50;2/ml=250"));
  }

  @Test
  void countsNoServiceWhosePrefixBeginsThatOfOneThatKeepsEverything() {
    world
        .legacy(TRAIN, ML)
        .lifecycle(ML, rule(1, "*", 200))
        .lifecycle(WEB, rule(1, "*", 7))
        .lifecycle(TRAIN, BY_AGE);

    assertThat(remedy()).isEqualTo(new Parameter("LifecycleCounts", "1/web=7"));
  }

  @Test
  void namesNoSettingWhereTheLegacyRulesCountNothing() {
    world.lifecycle(BACKEND, BY_AGE);

    assertThat(check())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.LIFECYCLE_ON_THE_LEGACY_SIDE_ALONE);
          assertThat(finding.remedy()).isEmpty();
        });
  }

  @Test
  void namesNoSettingThatTheParameterWouldRefuse() {
    var services =
        IntStream.rangeClosed(1, 51)
            .mapToObj(i -> new RepositoryName("ml-platform/service" + i))
            .toArray(RepositoryName[]::new);
    world.legacy(services);
    Stream.of(services).forEach(it -> world.lifecycle(it, rule(1, "*", 9)));

    assertThat(check()).singleElement().satisfies(it -> assertThat(it.remedy()).isEmpty());
  }

  /** ECR user guide, "Lifecycle policies": "cannot be expired by a rule with a lower priority". */
  @Test
  void knowsThatAnEarlierRuleProtectsItsImagesFromALaterOne() {
    mirrorThree();
    world.lifecycle(CONSOLIDATED, rule(1, "backend-*", 9), rule(2, "*", 1));

    assertThat(check()).isEmpty();
  }

  @Test
  void knowsThatARuleForTheArchiveLeavesOtherImagesAlone() {
    mirrorThree();
    world.lifecycle(
        CONSOLIDATED,
        """
        {"rulePriority":1,"action":{"type":"expire"},"selection":{"tagStatus":"any",
         "storageClass":"archive","countType":"sinceImageTransitioned","countUnit":"days",
         "countNumber":365}}\
        """);

    assertThat(check()).isEmpty();
  }

  @Test
  void saysThatARuleArchives() {
    mirrorThree();
    world.lifecycle(
        CONSOLIDATED,
        """
        {"rulePriority":1,"action":{"type":"transition","targetStorageClass":"archive"},
         "selection":{"tagStatus":"any","countType":"sinceImagePulled","countUnit":"days",
         "countNumber":90}}\
        """);

    assertThat(check())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.what())
                .startsWith(
                    "rule 1 of the lifecycle policy of data-platform-dev archives 3 images"));
  }

  @Test
  void writesOneRuleOfTerraformForEachService() {
    world.ownedByTerraform().lifecycle(BACKEND, rule(1, "*", 200));

    assertThat(remedy())
        .isEqualTo(
            new Terraform(
                "a rule of aws_ecr_lifecycle_policy with tagPatternList = [\"backend-*\"],"
                    + " countNumber = 200"));
  }

  @Test
  void doesNotCompareThePoliciesWhereBothSidesHaveOne() {
    world.lifecycle(BACKEND, rule(1, "*", 200)).lifecycle(CONSOLIDATED, rule(1, "web-*", 9));

    assertThat(check()).isEmpty();
  }
}
