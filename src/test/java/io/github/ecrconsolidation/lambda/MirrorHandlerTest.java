package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which messages go back to the queue, and what is told of each. */
@Timeout(60)
class MirrorHandlerTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:mirror";
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final Duration PLENTY = Duration.ofMinutes(15);

  @AutoClose private final LocalEcr ecr = LocalEcr.start();
  @AutoClose private final LocalEventBus bus;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final MirrorHandler handler;

  MirrorHandlerTest() throws IOException {
    bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, ecr.clock());
    handler =
        LocalFunctions.mirror(
            Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", CONSOLIDATED),
            ecr.endpoint(),
            bus.endpoint(),
            LocalClients.impatient(),
            ecr.clock(),
            log::add);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.store().blobMounting(true);
    ecr.push(LEGACY, TestImages.image("one", 100), "v1");
    ecr.push(LEGACY, TestImages.image("two", 100), "v2");
  }

  @Test
  void tellsEachResultInOneLineAndOneEvent() {
    assertThat(handle(PLENTY, request("v1"), request("v2"))).isEmpty();

    assertThat(ecr.store().tags(CONSOLIDATED)).containsOnlyKeys("backend-v1", "backend-v2");
    assertThat(outcomes()).containsExactly("Mirrored", "Mirrored");
    assertThat(bus.events()).hasSize(2);
  }

  @Test
  void returnsOnlyTheMessageThatFailed() {
    ecr.faults().on("PutImage").about("backend-v1").refuse(EcrError.ACCESS_DENIED);

    assertThat(handle(PLENTY, request("v1"), request("v2"))).containsExactly("message 0");
    assertThat(outcomes()).containsExactly("Failed", "Mirrored");
  }

  @Test
  void doesNotReturnAMessageThatNobodyCanRead() {
    assertThat(handle(PLENTY, "no JSON", request("v1"))).isEmpty();

    assertThat(outcomes()).containsExactly("Refused", "Mirrored");
  }

  @Test
  void returnsEveryMessageWhenOnlyTheMarginIsLeft() {
    assertThat(handle(MirrorHandler.MARGIN, request("v1"), request("v2")))
        .containsExactly("message 0", "message 1");

    assertThat(ecr.store().tags(CONSOLIDATED)).isEmpty();
    assertThat(outcomes()).containsExactly("Failed", "Failed");
  }

  @Test
  void doesNotDoTheWorkAgainForAnEventThatTheBusRefuses() {
    bus.failNextEntries(100);

    assertThat(handle(PLENTY, request("v1"))).isEmpty();
    assertThat(log).hasSize(2).last().asString().contains("EventsNotPublished");
  }

  @Test
  void tellsOutOfItsMarginWhatWasDoneInTheLastMoment() {
    handle(PLENTY, request("v1"));
    // Both tags are looked up; then there is no time for anything else.
    var half = PLENTY.minus(MirrorHandler.MARGIN).dividedBy(2);
    ecr.faults().on("DescribeImages").after(() -> ecr.clock().advance(half));
    bus.failNextEntries(1);

    assertThat(handle(PLENTY, request("v1"))).isEmpty();

    assertThat(outcomes()).containsExactly("Mirrored", "AlreadyMirrored");
    assertThat(bus.events()).hasSize(2);
  }

  @Test
  void refusesWhatIsNoEventOfAQueue() {
    assertThatThrownBy(() ->
            handler.handleRequest(new SQSEvent(), LocalContext.withRemaining(PLENTY, log::add)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Records");
  }

  private List<String> handle(Duration left, String... bodies) {
    var batch = IntStream.range(0, bodies.length).mapToObj(i -> message(i, bodies[i])).toList();
    return handler.handle(batch, left, ARN).getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static SQSMessage message(int number, String body) {
    var message = new SQSMessage();
    message.setMessageId("message " + number);
    message.setBody(body);
    return message;
  }

  private List<String> outcomes() {
    return log.stream()
        .map(JsonObject::parse)
        .flatMap(line -> line.text("outcome").stream())
        .toList();
  }

  private static String request(String tag) {
    return """
    {"source":"ecr-consolidation","detail-type":"Mirror Requested","account":"123456789012",
     "region":"us-east-1","detail":{"repository-name":"%s","image-tag":"%s",
     "consolidated-repository":"%s"}}\
    """
        .formatted(LEGACY, tag, CONSOLIDATED);
  }
}
