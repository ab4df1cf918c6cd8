package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.PolicyKind;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

@Timeout(60)
class SettingsReadingTest {
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, AwsRetryStrategy.doNotRetry());

  SettingsReadingTest() {
    for (var name : List.of(CONSOLIDATED, BACKEND, WEB)) {
      local.store().createRepository(RepositorySettings.named(name.value()));
    }
    local.store().tagResource(CONSOLIDATED.value(), Map.of("team", "ml"));
  }

  @Test
  void readsThePoliciesOfBothSidesAndTheTagsOfTheConsolidatedRepository() {
    local.store().policy(BACKEND.value(), PolicyKind.ACCESS, "{\"Statement\":[]}");

    var settings = read();

    assertThat(settings.policies()).containsOnlyKeys(CONSOLIDATED, BACKEND, WEB);
    assertThat(settings.policies().values()).allMatch(policies -> policies.answer().isPresent());
    assertThat(policies(settings, BACKEND).answer().orElseThrow().access())
        .contains("{\"Statement\":[]}");
    assertThat(settings.resourceTags().answer()).contains(Map.of("team", "ml"));
    assertThat(settings.registryPolicy().answer()).contains(Optional.empty());
    assertThat(settings.replication().answer()).contains(List.of());
    assertThat(settings.scanning().answer()).isPresent();
    assertThat(settings.describesAnyStatusById().answer()).contains(true);
  }

  @Test
  void saysOfEachThatCouldNotBeReadWhyAndReadsTheOthers() {
    for (var operation : List.of("GetRegistryPolicy", "ListTagsForResource")) {
      local.faults().on(operation).refuse(EcrError.ACCESS_DENIED);
    }
    local.faults().on("GetRepositoryPolicy").in(WEB.value()).refuse(EcrError.ACCESS_DENIED);

    var settings = read();

    assertThat(List.of(policies(settings, WEB), settings.registryPolicy(), settings.resourceTags()))
        .allSatisfy(reading ->
            assertThat(reading)
                .isInstanceOfSatisfying(
                    Failed.class, failed -> assertThat(failed.reason()).contains("AccessDenied")));
    assertThat(policies(settings, BACKEND).answer()).isPresent();
    assertThat(settings.replication().answer()).isPresent();
  }

  private static Reading<RepositoryPolicies> policies(Settings settings, RepositoryName of) {
    return Optional.ofNullable(settings.policies().get(of)).orElseThrow();
  }

  private Settings read() {
    var registry = ecr.reader(new CallContext(Deadline.in(Duration.ofMinutes(5), local.clock())));
    var legacy =
        registry.repositories().stream()
            .filter(repository -> !repository.name().equals(CONSOLIDATED))
            .toList();
    return SettingsReading.read(registry.settings(), legacy, CONSOLIDATED);
  }
}
