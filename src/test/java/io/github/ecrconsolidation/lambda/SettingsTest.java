package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void needsOnlyTheTwoNames() {
    var settings =
        Settings.from(
            Map.of(
                "LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", "data-platform-dev"));

    assertThat(settings.namespace()).hasToString("ml-platform");
    assertThat(settings.mapping().consolidated()).hasToString("data-platform-dev");
    assertThat(settings.eventBusName()).isEqualTo("default");
  }

  @Test
  void readsPrefixesWithSpacesBetween() {
    var settings =
        Settings.from(
            Map.of(
                "LEGACY_NAMESPACE",
                "ml-platform",
                "CONSOLIDATED_REPOSITORY",
                "data-platform-dev",
                "SERVICE_PREFIXES",
                "ml-platform/backend=api, ml-platform/ml/train=training"));
    var legacy = new ImageReference(new RepositoryName("ml-platform/ml/train"), new Tag("v1"));

    assertThat(settings.mapping().map(legacy, () -> List.of(legacy.repository())))
        .isEqualTo(new Mapped(new Tag("training-v1")));
  }

  @Test
  void listsEveryProblemAtOnce() {
    assertThatThrownBy(() ->
            Settings.from(
                Map.of(
                    "LEGACY_NAMESPACE",
                    "ML",
                    "SERVICE_PREFIXES",
                    "backend,ml-platform/a=sha256,ml-platform/b=b,ml-platform/b=c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LEGACY_NAMESPACE is not an ECR repository name: 'ML'")
        .hasMessageContaining("CONSOLIDATED_REPOSITORY is not set")
        .hasMessageContaining("'backend'; expected repository=prefix")
        .hasMessageContaining("reserved")
        .hasMessageContaining("ml-platform/b twice");
  }

  @Test
  void readsWhatTheReconcilerNeeds() {
    var settings =
        Settings.from(
            Map.of(
                "LEGACY_NAMESPACE",
                "ml-platform",
                "CONSOLIDATED_REPOSITORY",
                "data-platform-dev",
                "RECONCILE_WINDOW_DAYS",
                "7",
                "MIRROR_QUEUE_URL",
                "https://sqs.us-east-1.amazonaws.com/123456789012/MirrorQueue",
                "MIRROR_ROLE_ARN",
                " "));

    assertThat(settings.reconcileWindow()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.mirrorQueueUrl()).isPresent();
    assertThat(settings.mirrorRoleArn()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000", "3 days", "1.5"})
  void refusesAWindowThatIsNoNumberOfDays(String days) {
    assertThatThrownBy(() ->
            Settings.from(
                Map.of(
                    "LEGACY_NAMESPACE",
                    "ml-platform",
                    "CONSOLIDATED_REPOSITORY",
                    "data-platform-dev",
                    "RECONCILE_WINDOW_DAYS",
                    days)))
        .hasMessageContaining(
            "RECONCILE_WINDOW_DAYS is '%s'; expected a whole number from 1 to 999", days);
  }

  @Test
  void refusesALoop() {
    assertThatThrownBy(() ->
            Settings.from(
                Map.of(
                    "LEGACY_NAMESPACE",
                    "ml-platform",
                    "CONSOLIDATED_REPOSITORY",
                    "ml-platform/all")))
        .hasMessageContaining("mirrored again without end");
  }
}
