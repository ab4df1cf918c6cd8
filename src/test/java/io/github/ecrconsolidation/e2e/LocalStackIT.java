package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalStack;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * From a rule of the template through a queue to the function and its event on the bus, with
 * EventBridge and SQS as LocalStack understands them. Pushes come from the local ECR in all other
 * tests: nobody but AWS may put events of a source {@code aws.}.
 */
class LocalStackIT {
  private static final int LONGEST_POLL_SECONDS = 20;
  private static final String MIRRORED =
      "{\"source\":[\"ecr-consolidation\"],\"detail-type\":[\"Image Mirrored\"]}";

  private static Optional<LocalStack> localStack = Optional.empty();

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final LocalEcr ecr = LocalEcr.start();
  private final EventBridgeClient events =
      LocalClients.eventBridge(localStack.orElseThrow().endpoint()).build();
  private final SqsClient sqs = LocalClients.sqs(localStack.orElseThrow().endpoint()).build();
  private final List<String> rules = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();
  private final String mirrorQueue = queue("mirror");
  private final String outcomes = queue("outcomes");

  /** The server may have outlived a run that was killed: names are never used twice. */
  private static String unique(String name) {
    return name + "-" + UUID.randomUUID();
  }

  @BeforeAll
  static void start() {
    localStack = LocalStack.start();
    if (localStack.isEmpty()) {
      var reason =
          "LocalStackIT: no Docker engine, and %s is not set".formatted(LocalStack.ENDPOINT);
      System.err.println("!!! SKIPPED: " + reason);
      abort(reason);
    }
  }

  @AfterAll
  static void stop() {
    localStack.ifPresent(LocalStack::close);
  }

  @BeforeEach
  void deploy() {
    // Without their SqsParameters: a message group on a standard queue is newer than the image.
    for (var rule : Template.withDefaults().rules().values()) {
      rule(rule.name(), rule.pattern(), mirrorQueue);
    }
    rule("ImageMirrored", MIRRORED, outcomes);
    ecr.store().createRepository(RepositorySettings.named(BACKEND));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.store().blobMounting(true);
  }

  @AfterEach
  void remove() {
    for (var rule : rules) {
      events.removeTargets(request -> request.rule(rule).ids("queue"));
      events.deleteRule(request -> request.name(rule));
    }
    queues.forEach(url -> sqs.deleteQueue(request -> request.queueUrl(url)));
    events.close();
    sqs.close();
    ecr.close();
  }

  @Test
  void aRequestOnTheBusBecomesAnImageAndAnEvent() {
    var image = push("v1");

    request(CONSOLIDATED, "v1");
    var message = receive(mirrorQueue).orElseThrow();
    handle(message);

    assertThat(log).singleElement().asString().contains("\"outcome\":\"Mirrored\"");
    assertThat(ecr.store().tags(CONSOLIDATED)).containsEntry("backend-v1", image.digest());
    assertThat(receive(outcomes).map(it -> JsonObject.parse(it.body())))
        .hasValueSatisfying(event -> {
          assertThat(event.text("source")).contains("ecr-consolidation");
          assertThat(event.object("detail").orElseThrow().members())
              .containsEntry("image-tag", "v1")
              .containsEntry("image-digest", image.digest())
              .containsEntry("consolidated-tag", "backend-v1")
              .containsEntry("changed", true);
        });
    // Nothing of what happened is a request again.
    assertThat(waiting(mirrorQueue)).isZero();
  }

  @Test
  void theRequestOfAnotherEnvironmentDoesNotReachTheQueue() {
    push("v1");
    push("v2");

    request("data-platform-prod", "v1");
    request(CONSOLIDATED, "v2");

    assertThat(receive(mirrorQueue).map(it -> JsonObject.parse(it.body())))
        .hasValueSatisfying(event ->
            assertThat(event.object("detail").flatMap(it -> it.text("image-tag"))).contains("v2"));
    assertThat(waiting(mirrorQueue)).isZero();
  }

  private TestImage push(String tag) {
    var image = TestImages.image(tag, 300);
    ecr.push(BACKEND, image, tag);
    return image;
  }

  private void request(String consolidated, String tag) {
    var detail =
        JsonObject.write(
            Map.of(
                "repository-name", BACKEND,
                "image-tag", tag,
                "consolidated-repository", consolidated));
    var entry =
        PutEventsRequestEntry.builder()
            .source("ecr-consolidation")
            .detailType("Mirror Requested")
            .detail(detail)
            .build();
    assertThat(events.putEvents(request -> request.entries(entry)).failedEntryCount()).isZero();
  }

  /** What Lambda's event source mapping does with a message. */
  private void handle(Message message) {
    var answer =
        mirror()
            .handleRequest(
                Landscape.messages(message.body()),
                LocalContext.withRemaining(Duration.ofMinutes(15), log::add));
    assertThat(answer.getBatchItemFailures()).isEmpty();
    sqs.deleteMessage(
        request -> request.queueUrl(mirrorQueue).receiptHandle(message.receiptHandle()));
  }

  private MirrorHandler mirror() {
    return LocalFunctions.mirror(
        Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", CONSOLIDATED),
        ecr.endpoint(),
        localStack.orElseThrow().endpoint(),
        LocalClients.impatient(),
        LocalClock.following(Clock.systemUTC()),
        log::add);
  }

  private Optional<Message> receive(String queue) {
    return sqs
        .receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(LONGEST_POLL_SECONDS))
        .messages()
        .stream()
        .findFirst();
  }

  private int waiting(String queue) {
    return Integer.parseInt(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  private String queue(String name) {
    var url = sqs.createQueue(request -> request.queueName(unique(name))).queueUrl();
    queues.add(url);
    return url;
  }

  private void rule(String name, String pattern, String queue) {
    var unique = unique(name);
    var arn = attribute(queue, QueueAttributeName.QUEUE_ARN);
    events.putRule(request -> request.name(unique).eventPattern(pattern));
    rules.add(unique);
    var target = Target.builder().id("queue").arn(arn).build();
    var failed = events.putTargets(request -> request.rule(unique).targets(target));
    assertThat(failed.failedEntryCount()).isZero();
  }

  private String attribute(String queue, QueueAttributeName name) {
    var attributes =
        sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(name))
            .attributes();
    return Optional.ofNullable(attributes.get(name)).orElseThrow();
  }
}
