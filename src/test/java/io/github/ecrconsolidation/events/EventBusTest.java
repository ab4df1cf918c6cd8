package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.HesitantRetries;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** On the local bus; the waits of the retries are none, or longer than there is time. */
class EventBusTest {
  private static final int MAX_ATTEMPTS = 4;
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Duration PLENTY = Duration.ofMinutes(15);

  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();
  @AutoClose private final LocalEventBus local;

  EventBusTest() throws IOException {
    local = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, Clock.systemUTC());
  }

  @Test
  void sendsWhatWasRefusedAgainUntilItIsAccepted() {
    local.failNextEntries(MAX_ATTEMPTS - 1);

    bus(retries(BackoffStrategy.retryImmediately())).publish(events(1), () -> PLENTY);

    assertThat(local.calls()).isEqualTo(MAX_ATTEMPTS);
    assertThat(local.events()).hasSize(1);
  }

  @Test
  void sendsOnlyWhatWasRefusedAgain() {
    local.failNextEntries(3);

    bus(retries(BackoffStrategy.retryImmediately())).publish(events(EventBus.BATCH), () -> PLENTY);

    assertThat(local.calls()).isEqualTo(2);
    assertThat(local.events()).hasSize(EventBus.BATCH);
  }

  @Test
  void givesUpAfterTheLastAttemptAndTellsHowManyWereAccepted() {
    local.failNextEntries(3 * MAX_ATTEMPTS);

    assertThatThrownBy(
            () -> bus(retries(BackoffStrategy.retryImmediately())).publish(events(3), () -> PLENTY))
        .isInstanceOfSatisfying(EventBusException.class, e -> assertThat(e.accepted()).isZero());
    assertThat(local.calls()).isEqualTo(MAX_ATTEMPTS);
  }

  @Test
  void doesNotBeginAWaitThatEndsTooLate() {
    local.failNextEntries(1);

    assertThatThrownBy(() ->
            bus(retries(BackoffStrategy.fixedDelayWithoutJitter(WAIT)))
                .publish(events(3), () -> WAIT))
        .isInstanceOf(EventBusException.class)
        .hasMessageContaining("InternalFailure injected")
        .extracting(e -> ((EventBusException) e).accepted())
        .isEqualTo(2);
    assertThat(local.calls()).isEqualTo(1);
  }

  @Test
  void asksAgainHowMuchTimeIsLeftAfterEachCall() {
    local.failNextEntries(MAX_ATTEMPTS);
    var asked = new AtomicInteger();
    // Before the first and the second call, and before the wait between them; then it is late.
    Supplier<Duration> left = () -> asked.incrementAndGet() < 4 ? PLENTY : Duration.ZERO;

    assertThatThrownBy(
            () -> bus(retries(BackoffStrategy.retryImmediately())).publish(events(1), left))
        .isInstanceOf(EventBusException.class);
    assertThat(local.calls()).isEqualTo(2);
  }

  @Test
  void triesOnceHoweverLateItIs() {
    bus(retries(BackoffStrategy.fixedDelayWithoutJitter(WAIT)))
        .publish(events(1), () -> Duration.ZERO);

    assertThat(local.calls()).isEqualTo(1);
    assertThat(local.events()).hasSize(1);
  }

  @Test
  void doesNotBeginAFirstWaitThatEndsTooLate() {
    assertThatThrownBy(() -> bus(new HesitantRetries(WAIT)).publish(events(1), () -> WAIT))
        .isInstanceOf(EventBusException.class)
        .hasMessageContaining("no time is left");
    assertThat(local.calls()).isZero();
  }

  private EventBus bus(RetryStrategy retries) {
    return new EventBus(
        EventBridgeClient.builder()
            .endpointOverride(local.endpoint())
            .region(Region.of(Template.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))),
        http,
        retries,
        "default");
  }

  private static RetryStrategy retries(BackoffStrategy waits) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(MAX_ATTEMPTS)
        .circuitBreakerEnabled(false)
        .backoffStrategy(waits)
        .throttlingBackoffStrategy(waits)
        .build();
  }

  private static List<BusEvent> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new BusEvent("Numbered", Map.of("number", i)))
        .toList();
  }
}
