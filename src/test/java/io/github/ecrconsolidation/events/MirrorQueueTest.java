package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalQueue;
import io.github.ecrconsolidation.template.Template;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

@Timeout(60)
class MirrorQueueTest {
  @AutoClose private final LocalQueue local = LocalQueue.start(Template.withDefaults());
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  private MirrorQueue queue(String url) {
    return new MirrorQueue(LocalClients.sqs(local.endpoint()), http, url);
  }

  @Test
  void countsWhatWaitsAndWhatIsBeingWorkedOn() throws InterruptedException {
    try (var queue = queue(local.url())) {
      assertThat(queue.backlog()).isZero();

      local.send("{}", "a");
      local.send("{}", "b");
      assertThat(local.receive()).isPresent();

      assertThat(local.depth().inFlight()).isEqualTo(1);
      assertThat(queue.backlog()).isEqualTo(2);
    }
  }

  @Test
  void namesTheQueueThatDoesNotAnswer() {
    var url = local.url() + "-of-another-stack";

    try (var queue = queue(url)) {
      assertThatThrownBy(queue::backlog)
          .isInstanceOf(EventBusException.class)
          .hasMessageStartingWith("GetQueueAttributes " + url);
    }
  }
}
