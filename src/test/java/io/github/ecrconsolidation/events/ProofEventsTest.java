package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalRules;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

@Timeout(60)
class ProofEventsTest {
  private static final String NAME = "ecr-consolidation-prove-1";
  private static final String TAG = "ecr-consolidation:prove";

  @AutoClose private final LocalRules local = LocalRules.start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  @AutoClose
  private final ProofEvents events =
      new ProofEvents(
          LocalClients.eventBridge(local.endpoint()),
          LocalClients.sqs(local.queuesEndpoint()),
          http);

  ProofEventsTest() throws IOException {}

  private void create() {
    events.create(NAME, "prove-1/", TAG, "1");
  }

  private static String event(String repository) {
    return "{\"source\":\"aws.ecr\",\"detail\":{\"repository-name\":\"%s\"}}".formatted(repository);
  }

  @Test
  void receivesOnceTheEventsOfTheRepositoriesOfThePrefixAlone() {
    create();
    local.accept(event("ml-platform/backend"));
    local.accept(event("prove-1/legacy"));

    assertThat(events.receive(NAME, Duration.ZERO)).containsExactly(event("prove-1/legacy"));
    assertThat(events.receive(NAME, Duration.ZERO)).isEmpty();
  }

  @Test
  void receivesNothingWithoutAQueue() {
    assertThat(events.receive(NAME, Duration.ZERO)).isEmpty();
  }

  @Test
  void namesRuleAndQueueOnce() {
    create();
    local.createQueue("ecr-consolidation-prove-2");
    local.createQueue("another");

    assertThat(events.names("ecr-consolidation-prove-"))
        .containsExactly(NAME, "ecr-consolidation-prove-2");
  }

  @Test
  void deletesRuleAndQueueAndIsContentWhenTheyAreGone() {
    create();

    assertThat(events.delete(NAME, TAG, "1")).isTrue();
    assertThat(local.rules()).isEmpty();
    assertThat(local.queues()).isEmpty();
    assertThat(events.delete(NAME, TAG, "1")).isTrue();
  }

  @Test
  void tellsThatOneOfThemWasLeft() {
    create();
    local.createQueue("ecr-consolidation-prove-2");

    assertThat(events.delete("ecr-consolidation-prove-2", TAG, "2")).isFalse();
    assertThat(events.delete(NAME, TAG, "2")).isFalse();
    assertThat(local.rules()).containsExactly(NAME);
    assertThat(local.queues()).hasSize(2);
  }

  @Test
  void namesTheCallThatWasRefused() {
    assertThatThrownBy(() -> events.create("no name", "prove-1/", TAG, "1"))
        .isInstanceOf(EventBusException.class)
        .hasMessageStartingWith("CreateQueue no name: ");
  }
}
