package io.github.ecrconsolidation.e2e;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.crac.Core;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * A legacy namespace, a consolidated repository and the mirror function between them. Events that
 * match a rule of the template are kept until a test delivers them, in whatever order and number.
 */
final class Landscape implements AutoCloseable {
  static final String BACKEND = "ml-platform/backend";
  static final String CONSOLIDATED = "data-platform-dev";

  private static final Duration INVOCATION = Duration.ofMinutes(15);

  final List<String> pushes = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();

  /** The clock of the function; the registry has its own. */
  final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));

  final LocalEventBus bus;
  final LocalEcr ecr;

  /** For what a person does to a registry. */
  final EcrClient client;

  final MirrorHandler mirror;

  private Landscape(Map<String, String> environment) {
    try {
      bus = LocalEventBus.start(Template.withDefaults(), (event, _) -> pushes.add(event), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ecr = LocalEcr.builder().events(bus::accept).start();
    client = LocalClients.ecr(ecr.endpoint()).build();
    mirror =
        LocalFunctions.mirror(
            environment, ecr.endpoint(), bus.endpoint(), LocalClients.impatient(), clock, log::add);
  }

  /**
   * Backend and consolidated repository exist, layers may be mounted, the function is logged in.
   */
  static Landscape start() {
    return start(RepositorySettings.named(CONSOLIDATED));
  }

  /** The same with a consolidated repository of these settings. */
  static Landscape start(RepositorySettings consolidated) {
    var landscape = empty();
    landscape.create(consolidated);
    landscape.create(RepositorySettings.named(BACKEND));
    landscape.ecr.store().blobMounting(true);
    landscape.logIn();
    return landscape;
  }

  /** No repository at all, and mounting off. */
  static Landscape empty() {
    return new Landscape(
        Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", CONSOLIDATED));
  }

  /** One image goes through, so that what a warm function has is there; then nothing happened. */
  private void logIn() {
    push(BACKEND, TestImages.image("warm-up", 10), "warm");
    deliverAll();
    forget();
  }

  /** Nothing was called, logged or published so far. */
  void forget() {
    ecr.audit().clear();
    log.clear();
    pushes.clear();
  }

  void create(RepositorySettings settings) {
    ecr.store().createRepository(settings);
  }

  /** Pushes as a client would; the events wait in {@link #pushes}. */
  TestImage push(String repository, TestImage image, String... tags) {
    image.pushTo(new StoreSink(ecr.store(), repository), tags);
    return image;
  }

  /** As {@link #push}, after the registry's clock went on for a minute. */
  TestImage pushLater(String repository, TestImage image, String... tags) {
    ecr.clock().advance(Duration.ofMinutes(1));
    return push(repository, image, tags);
  }

  /** What an operator's request for a legacy tag would be, with the members {@code more}. */
  String requested(String repository, String tag, String more) {
    return """
    {"source":"ecr-consolidation","detail-type":"Mirror Requested","account":"%s","region":"%s",
     "detail":{"repository-name":"%s","image-tag":"%s","consolidated-repository":"%s"%s}}\
    """
        .formatted(LocalEcr.ACCOUNT, LocalEcr.REGION, repository, tag, CONSOLIDATED, more);
  }

  /** Lets the function handle all events that wait, in their order. */
  void deliverAll() {
    var waiting = new ArrayList<>(pushes);
    pushes.removeAll(waiting);
    waiting.forEach(this::deliver);
  }

  /** Lets the function handle the event of the latest push, and answers its result. */
  JsonObject deliverLast() {
    return deliver(pushes.getLast());
  }

  /** Lets the function handle one message, and answers its result. */
  JsonObject deliver(String body) {
    handle(INVOCATION, body);
    return result();
  }

  /** The messages of one invocation that go back to the queue. */
  List<String> handle(Duration time, String... bodies) {
    return mirror
        .handleRequest(messages(bodies), LocalContext.withRemaining(time, log::add))
        .getBatchItemFailures()
        .stream()
        .map(failure -> failure.getItemIdentifier())
        .toList();
  }

  /** The messages have their positions, from 0, as ids. */
  static SQSEvent messages(String... bodies) {
    var records = new ArrayList<SQSEvent.SQSMessage>();
    for (var body : bodies) {
      var message = new SQSEvent.SQSMessage();
      message.setMessageId(Integer.toString(records.size()));
      message.setBody(body);
      records.add(message);
    }
    var event = new SQSEvent();
    event.setRecords(records);
    return event;
  }

  /** What the function logged last. */
  JsonObject result() {
    return JsonObject.parse(log.getLast());
  }

  /** The digest under a consolidated tag; fails when there is none. */
  String mirrored(String tag) {
    var digest = ecr.store().tags(CONSOLIDATED).get(tag);
    if (digest == null) {
      throw new AssertionError(
          "no tag %s in %s; the log: %s"
              .formatted(tag, ecr.store().tags(CONSOLIDATED), String.join("\n", log)));
    }
    return digest;
  }

  /** When the image was last pulled, from either side; empty for a side that has not it. */
  List<Optional<Instant>> lastPulls(TestImage image) {
    return Stream.of(BACKEND, CONSOLIDATED)
        .map(repository ->
            client
                .describeImages(request -> request.repositoryName(repository))
                .imageDetails()
                .stream()
                .filter(detail -> detail.imageDigest().equals(image.digest()))
                .findFirst()
                .map(ImageDetail::lastRecordedPullTime))
        .toList();
  }

  /** Deletes an image by digest, or one of its tags. */
  void delete(String repository, String tagOrDigest) {
    var id = ImageIdentifier.builder();
    id = tagOrDigest.startsWith("sha256:") ? id.imageDigest(tagOrDigest) : id.imageTag(tagOrDigest);
    var ids = id.build();
    client.batchDeleteImage(request -> request.repositoryName(repository).imageIds(ids));
  }

  /** What the function sent to the registry, without the bytes from the storage behind it. */
  List<String> requests() {
    return ecr.audit().entries().stream().map(Audit.Entry::operation).toList();
  }

  long count(String operation) {
    return ecr.audit().count(operation);
  }

  /** What happens before a snapshot and after its restoration. */
  void snapshot() {
    mirror.beforeCheckpoint(Core.getGlobalContext());
    mirror.afterRestore(Core.getGlobalContext());
  }

  @Override
  public void close() {
    client.close();
    bus.close();
    ecr.close();
  }
}
