package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecr.EcrClient;

@Timeout(60)
class ResourceTagsTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName ABSENT = new RepositoryName("ml-platform/absent");

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final EcrClient client = LocalClients.ecr(local.endpoint()).build();
  private final CallContext context =
      new CallContext(Deadline.in(Duration.ofMinutes(5), local.clock()));

  ResourceTagsTest() {
    local.store().createRepository(RepositorySettings.named(BACKEND.value()));
  }

  @Test
  void belongToTheRepositoryOfTheArn() {
    var arn = ResourceTags.arn(client, context, BACKEND);

    assertThat(arn).endsWith(":repository/ml-platform/backend");
    assertThat(ResourceTags.of(client, context, arn)).isEmpty();
  }

  @Test
  void areAddedToThoseThatAreThereOrGetAnotherValue() {
    local.store().tagResource(BACKEND.value(), Map.of("team", "ml", "hold", "true"));
    var arn = ResourceTags.arn(client, context, BACKEND);

    ResourceTags.put(client, context, arn, "hold", "false");
    ResourceTags.put(client, context, arn, "proved", "2026-01-01");

    assertThat(ResourceTags.of(client, context, arn))
        .isEqualTo(Map.of("team", "ml", "hold", "false", "proved", "2026-01-01"));
  }

  @Test
  void saysWhichRepositoryDoesNotExist() {
    var failure =
        catchThrowableOfType(
            RegistryException.class, () -> ResourceTags.arn(client, context, ABSENT));

    assertThat(failure.isMissing(ABSENT)).isTrue();
  }
}
