package io.github.ecrconsolidation.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.local.LocalQueue.Depth;
import io.github.ecrconsolidation.template.Template;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LocalQueueTest {
  @AutoClose private final LocalQueue queue = LocalQueue.start(Template.withDefaults());

  @Test
  void aReceivedMessageIsInFlightUntilItIsDeleted() throws Exception {
    queue.send("{}", "push");
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0));

    var message = queue.receive().orElseThrow();
    assertThat(queue.depth()).isEqualTo(new Depth(0, 1));

    queue.delete(message);
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0));
  }

  @Test
  void aMessageMadeVisibleIsReceivedAgain() throws Exception {
    queue.send("{}", "push");

    queue.makeVisible(queue.receive().orElseThrow());

    assertThat(queue.receive().orElseThrow().attributesAsStrings())
        .containsEntry("ApproximateReceiveCount", "2");
  }

  @Test
  void takesAMessageOfAnyGroupWhileAnotherOfItIsInFlight() throws Exception {
    queue.send("1", "push");
    queue.send("2", "push");

    assertThat(queue.receive()).isPresent();
    assertThat(queue.receive()).isPresent();
  }
}
