package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.MAPPING;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static io.github.ecrconsolidation.preflight.PreflightWorld.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/mirror";
  private static final String PULL =
      """
      {"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ecr:*"}}\
      """;
  private static final String KEEP_TEN =
      """
      {"rulePriority":1,"action":{"type":"expire"},"selection":{"tagStatus":"tagged",
       "tagPatternList":["*"],"countType":"imageCountMoreThan","countNumber":10}}\
      """;

  private final PreflightWorld world = new PreflightWorld();
  private final Preflight preflight = new Preflight(MAPPING);

  private List<FindingCode> codes(PreflightInput input) {
    return preflight.check(input).stream().map(PreflightFinding::code).toList();
  }

  private Settings settings(
      Map<String, String> resourceTags, List<RegistryRule> replication, boolean describesById) {
    var read = world.settings();
    return new Settings(
        read.policies(),
        read.registryPolicy(),
        new Read<>(replication),
        read.scanning(),
        new Read<>(resourceTags),
        new Read<>(describesById));
  }

  @Test
  void findsOnlyHowMuchRoomThereIsWhereNothingIsAmiss() {
    var tags =
        Map.of(NamespaceTag.KEY, "ml-platform", "ecr-consolidation:proved", "2026-11-25:99.0.0");

    assertThat(
            codes(
                world.input(
                    new Read<>(true),
                    new Read<>(Set.of(ROLE)),
                    Optional.of(ROLE),
                    Optional.of(settings(tags, List.of(), true)))))
        .containsExactly(FindingCode.IMAGE_QUOTA);
  }

  @Test
  void makesEveryCheckInAnOrderThatIsAlwaysTheSame() {
    world
        .encryption(CONSOLIDATED, new Encryption("KMS", "alias/ecr"))
        .mutability(CONSOLIDATED, new TagMutability(TagMutability.Mode.IMMUTABLE, List.of()))
        .scannedOnPush(BACKEND)
        .access(BACKEND, PULL)
        .lifecycle(WEB, KEEP_TEN);

    assertThat(
            codes(
                world.input(
                    new Read<>(false),
                    new Read<>(Set.of()),
                    Optional.of(ROLE),
                    Optional.of(
                        settings(
                            Map.of(),
                            List.of(new RegistryRule("us-west-2", List.of("ml-platform/*"))),
                            false)))))
        .containsExactly(
            FindingCode.BLOB_MOUNTING_OFF,
            FindingCode.ENCRYPTION,
            FindingCode.SIGNATURE_TAGS_IMMUTABLE,
            FindingCode.IMAGE_QUOTA,
            FindingCode.PULL_TIME_EXCLUSION_MISSING,
            FindingCode.NAMESPACE_TAG,
            FindingCode.NOT_PROVEN,
            FindingCode.PULL_ACCESS,
            FindingCode.LIFECYCLE_ON_THE_LEGACY_SIDE_ALONE,
            FindingCode.REPLICATION,
            FindingCode.SCAN_ON_PUSH,
            FindingCode.DESCRIBE_IMAGES_BY_ID);
  }

  @Test
  void namesEachSettingThatCouldNotBeRead() {
    world.policiesDenied(BACKEND);
    var unread =
        new Settings(world.settings().policies(), denied(), denied(), denied(), denied(), denied());

    assertThat(codes(world.input(denied(), denied(), Optional.of(ROLE), Optional.of(unread))))
        .containsExactly(
            FindingCode.BLOB_MOUNTING_UNKNOWN,
            FindingCode.IMAGE_QUOTA,
            FindingCode.PULL_TIME_EXCLUSION_UNKNOWN,
            FindingCode.NAMESPACE_TAG_UNKNOWN,
            FindingCode.POLICIES_UNKNOWN,
            FindingCode.REPLICATION_UNKNOWN,
            FindingCode.SCANNING_UNKNOWN,
            FindingCode.DESCRIBE_IMAGES_BY_ID_UNKNOWN);
  }

  @Test
  void leavesOutWhatOnlyAPreflightReads() {
    assertThat(codes(world.scannedOnPush(BACKEND).input(denied(), denied(), Optional.of(ROLE))))
        .containsExactly(
            FindingCode.BLOB_MOUNTING_UNKNOWN,
            FindingCode.IMAGE_QUOTA,
            FindingCode.PULL_TIME_EXCLUSION_UNKNOWN);
  }
}
