package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

class MirrorRequestsTest {
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();
  @AutoClose private final LocalEventBus local;
  @AutoClose private final EventBus bus;

  MirrorRequestsTest() throws IOException {
    local = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, Clock.systemUTC());
    bus =
        new EventBus(
            LocalClients.eventBridge(local.endpoint()),
            http,
            AwsRetryStrategy.doNotRetry(),
            "default");
  }

  @Test
  void asksForAllOfThemTenInACall() {
    assertThat(requests(Duration.ofMinutes(1)).publish(images(21)))
        .isEqualTo(new MirrorRequests.Published(21, true, Optional.empty()));
    assertThat(local.calls()).isEqualTo(3);
    assertThat(local.events()).hasSize(21);
  }

  @Test
  void asksForNothingWhenNoTimeIsLeft() {
    assertThat(requests(Duration.ZERO).publish(images(1)))
        .isEqualTo(new MirrorRequests.Published(0, false, Optional.empty()));
    assertThat(local.calls()).isZero();
  }

  @Test
  void isCompleteWithNothingToAskFor() {
    assertThat(requests(Duration.ZERO).publish(Stream.empty()))
        .isEqualTo(new MirrorRequests.Published(0, true, Optional.empty()));
  }

  @Test
  void stopsAtARefusalAndCountsWhatWasAccepted() {
    local.failNextEntries(3);

    var published = requests(Duration.ofMinutes(1)).publish(images(21));

    assertThat(published.requested()).isEqualTo(7);
    assertThat(published.complete()).isFalse();
    assertThat(published.refusal().orElseThrow()).contains("InternalFailure");
    assertThat(local.calls()).isEqualTo(1);
  }

  private MirrorRequests requests(Duration left) {
    return new MirrorRequests(
        bus, World.CONSOLIDATED, Deadline.in(left, InstantSource.fixed(World.NOW)));
  }

  private static Stream<MirrorRequest> images(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(MirrorRequestsTest::image);
  }

  private static MirrorRequest image(int number) {
    return World.tagged("backend", "v" + number, World.digest("image " + number));
  }
}
