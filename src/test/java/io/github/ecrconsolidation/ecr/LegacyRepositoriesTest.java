package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;

class LegacyRepositoriesTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName API = new RepositoryName("ml-platform/backend-api");

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  private final EcrClient client = LocalClients.ecr(ecr.endpoint()).build();
  private final LegacyRepositories repositories =
      new LegacyRepositories(client, new RepositoryName("ml-platform"), clock);

  LegacyRepositoriesTest() {
    create(API);
    clock.advance(Duration.ofDays(1));
    create(BACKEND);
    create(new RepositoryName("other/backend"));
  }

  @AfterEach
  void stop() {
    client.close();
    ecr.close();
  }

  @Test
  void listsThoseOfTheNamespaceTheOldestFirstAndOnce() {
    assertThat(known(BACKEND)).containsExactly(API, BACKEND);
    assertThat(known(API)).containsExactly(API, BACKEND);
    assertThat(listings()).isEqualTo(1);
  }

  @Test
  void listsAgainAfterFiveMinutes() {
    known(BACKEND);
    client.deleteRepository(request -> request.repositoryName(API.value()));

    clock.advance(Duration.ofMinutes(5));
    assertThat(known(BACKEND)).containsExactly(API, BACKEND);
    clock.advance(Duration.ofMillis(1));
    assertThat(known(BACKEND)).containsExactly(BACKEND);
    assertThat(listings()).isEqualTo(2);
  }

  @Test
  void listsAgainWhenThePushingRepositoryIsNotKnown() {
    known(BACKEND);
    var young = new RepositoryName("ml-platform/backend-api-v2");
    create(young);

    assertThat(known(young)).containsExactly(API, BACKEND, young);
    assertThat(known(BACKEND)).containsExactly(API, BACKEND, young);
    assertThat(listings()).isEqualTo(2);
  }

  @Test
  void countsTheYoungestOneThatCannotBeListedYet() {
    var unlisted = new RepositoryName("ml-platform/backend-api-v2");

    assertThat(known(unlisted)).containsExactly(API, BACKEND, unlisted);
    assertThat(known(BACKEND)).containsExactly(API, BACKEND);
  }

  private void create(RepositoryName name) {
    ecr.store().createRepository(RepositorySettings.named(name.value()));
  }

  private List<RepositoryName> known(RepositoryName pushing) {
    return repositories.oldestFirst(
        pushing, new CallContext(Deadline.in(Duration.ofMinutes(1), clock)));
  }

  private long listings() {
    return ecr.audit().count("DescribeRepositories");
  }
}
