package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.ReconcileLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.LocalQueue;
import io.github.ecrconsolidation.template.Template;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A run while the last one's requests still wait does not ask for them again. */
class ReconcileBacklogIT {
  @AutoClose private final LocalQueue queue = LocalQueue.start(Template.withDefaults());

  @AutoClose
  private final ReconcileLandscape landscape =
      ReconcileLandscape.withQueue(queue.endpoint(), queue.url());

  @Test
  void requestsNothingWhileAHundredMessagesWaitOrAreWorkedOn() throws InterruptedException {
    landscape.push(BACKEND, "api", "v1");
    IntStream.range(0, 100).forEach(i -> queue.send("message " + i, "backfill"));
    queue.receive();

    var result = landscape.reconcile("{}");

    assertThat(landscape.requests()).isEmpty();
    assertThat(result.members())
        .containsEntry("wouldRequest", 1)
        .containsEntry("requested", 0)
        .containsEntry("complete", false);
    assertThat(findings(result, "info"))
        .contains("1 images were not requested: 100 still wait to be mirrored");
  }

  @Test
  void requestsBesideAFewMessages() {
    landscape.push(BACKEND, "api", "v1");
    IntStream.range(0, 99).forEach(i -> queue.send("message " + i, "push"));

    assertThat(landscape.reconcile("{}").members())
        .containsEntry("requested", 1)
        .containsEntry("complete", true);
  }

  @Test
  void endsAsFailedWhenTheQueueDoesNotSay() {
    try (var deaf = ReconcileLandscape.withQueue(URI.create("http://127.0.0.1:1"), queue.url())) {
      deaf.push(BACKEND, "api", "v1");

      assertThatThrownBy(() -> deaf.reconcile("{}")).hasMessageContaining("GetQueueAttributes");
      assertThat(deaf.requests()).isEmpty();
    }
  }
}
