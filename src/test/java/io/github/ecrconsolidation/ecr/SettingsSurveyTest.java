package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.PolicyKind;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecr.EcrClient;

@Timeout(60)
class SettingsSurveyTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final String POLICY = "{\"rules\":[]}";

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final EcrClient client = LocalClients.ecr(local.endpoint()).build();
  private final SettingsSurvey settings =
      new SettingsSurvey(
          client, new CallContext(Deadline.in(Duration.ofMinutes(5), local.clock())));

  SettingsSurveyTest() {
    local.store().createRepository(RepositorySettings.named(BACKEND.value()));
  }

  @Test
  void tellsNoPolicyFromAPolicyThatCannotBeRead() {
    assertThat(settings.lifecyclePolicy(BACKEND)).isEmpty();
    local.store().policy(BACKEND.value(), PolicyKind.LIFECYCLE, POLICY);
    assertThat(settings.policies(BACKEND).lifecycle()).contains(POLICY);
    assertThat(settings.policies(BACKEND).access()).isEmpty();

    local.faults().on("GetLifecyclePolicy").refuse(EcrError.ACCESS_DENIED);
    var failure =
        catchThrowableOfType(RegistryException.class, () -> settings.lifecyclePolicy(BACKEND));
    assertThat(failure.code()).isEqualTo("AccessDeniedException");
  }

  @Test
  void readsWhatTheRegistryReplicatesAndScansAsGlobs() {
    local.registrySettings().replicate("eu-west-1", "123456789012", "ml-platform/");
    local.registrySettings().scan("ENHANCED", "CONTINUOUS_SCAN", "ml-*", "platform");

    assertThat(settings.replication())
        .containsExactly(
            new RegistryRule("eu-west-1 of account 123456789012", List.of("ml-platform/*")));
    assertThat(settings.scanning())
        .containsExactly(
            new RegistryRule("ENHANCED CONTINUOUS_SCAN", List.of("ml-*", "*platform*")));
  }

  /** With this frequency images are scanned only when somebody asks for it. */
  @Test
  void takesManualScanningForNone() {
    local.registrySettings().scan("BASIC", "MANUAL", "*");

    assertThat(settings.scanning()).isEmpty();
  }

  @Test
  void readsTheResourceTagsOfARepository() {
    local.store().tagResource(BACKEND.value(), Map.of("team", "ml"));

    assertThat(settings.resourceTags(BACKEND)).isEqualTo(Map.of("team", "ml"));
  }

  @Test
  void findsOutWhetherIdsAndAFilterGoTogether() {
    assertThat(settings.describesAnyStatusById(BACKEND)).isTrue();
    local.faults().on("DescribeImages").once().refuse(EcrError.INVALID_PARAMETER);
    assertThat(settings.describesAnyStatusById(BACKEND)).isFalse();
    local.faults().on("DescribeImages").once().refuse(EcrError.ACCESS_DENIED);
    assertThat(
            catchThrowableOfType(
                RegistryException.class, () -> settings.describesAnyStatusById(BACKEND)))
        .hasMessageContaining("AccessDenied");
  }
}
