package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullDenialCheckTest {
  private static final String OUTSIDE =
      "{\"StringNotEquals\":{\"aws:SourceVpce\":\"vpce-1234abcd\"}}";

  private final PreflightWorld world = new PreflightWorld();

  private static String denial(String action) {
    return denial(action, "*");
  }

  private static String denial(String action, String resource) {
    return """
    {"Version":"2012-10-17","Statement":[{"Sid":"VpcOnly","Effect":"Deny","Principal":"*",
      "Action":["%s"],"Resource":"%s","Condition":%s}]}\
    """
        .formatted(action, resource, OUTSIDE);
  }

  @Test
  void findsNothingWithoutDenials() {
    assertThat(check()).isEmpty();
  }

  @Test
  void namesWhomTheConsolidatedRepositoryAloneDenies() {
    world.access(CONSOLIDATED, denial("ecr:*")).access(WEB, denial("ecr:GetDownloadUrlForLayer"));

    assertThat(check())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "pullDenied: data-platform-dev denies pulls to {\"Principal\":\"*\"} if %s, unlike"
                          .formatted(OUTSIDE)
                      + " ml-platform/backend");
          assertThat(finding.remedy()).isEmpty();
        });
  }

  @Test
  void findsNothingWhereBothSidesDenyTheSameOrPushesAlone() {
    world.access(BACKEND, denial("ecr:*")).access(WEB, denial("ecr:*"));
    world.access(CONSOLIDATED, denial("ecr:*"));
    assertThat(check()).isEmpty();

    world.access(CONSOLIDATED, denial("ecr:PutImage"));
    assertThat(check()).isEmpty();
  }

  @Test
  void passesOverADenialOfWhatECRDoesNotOfferAnyway() {
    var insecure = "{\"Bool\":{\"aws:SecureTransport\":[\"false\"]}}";
    world.access(CONSOLIDATED, denial("ecr:*").replace(OUTSIDE, insecure));

    assertThat(check()).isEmpty();
  }

  @Test
  void countsThePolicyOfTheRegistryForItsRepositories() {
    world.registryPolicy = new Read<>(Optional.of(denial("ecr:*", "*")));
    assertThat(check()).isEmpty();

    world.registryPolicy =
        new Read<>(
            Optional.of(
                denial(
                    "ecr:*", "arn:aws:ecr:us-east-1:123456789012:repository/data-platform-dev")));
    assertThat(check()).hasSize(1);
  }

  private List<PreflightFinding> check() {
    return new PullDenialCheck(world.input(), world.settings()).check();
  }
}
