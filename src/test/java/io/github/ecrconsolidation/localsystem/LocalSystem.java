package io.github.ecrconsolidation.localsystem;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.lambda.CleanupHandler;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.lambda.ReconcileHandler;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalEventSource;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.local.LocalQueue;
import io.github.ecrconsolidation.local.LocalRules;
import io.github.ecrconsolidation.localecr.EcrStore;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * The whole system on this machine: a local ECR whose events go through the rules of the template
 * into a queue, and from there to the functions that ship.
 */
final class LocalSystem implements AutoCloseable {
  static final String CONSOLIDATED = "data-platform-dev";

  private static final Duration INVOCATION = Duration.ofMinutes(15);

  private final List<String> outcomes = new CopyOnWriteArrayList<>();
  private final LocalClock clock = LocalClock.following(Clock.systemUTC());
  private final LocalQueue queue;
  private final LocalEventBus bus;
  private final LocalRules rules = LocalRules.start();
  private final LocalEcr ecr;
  private final MirrorHandler mirror;
  private final ReconcileHandler reconciler;
  private final CleanupHandler cleaner;
  private final LocalEventSource source;

  private LocalSystem(int port) throws IOException {
    var template = Template.with(Map.of("ConsolidatedRepository", CONSOLIDATED));
    queue = LocalQueue.start(template);
    bus = LocalEventBus.start(template, queue::send, clock);
    ecr =
        LocalEcr.builder()
            .port(port)
            .refuseTls()
            .clock(clock)
            .events(this::publish)
            .control("GET /_local/outcomes", _ -> "[" + String.join(",\n", outcomes) + "]")
            .control("POST /_local/invoke/mirror", this::mirror)
            .control("POST /_local/invoke/reconcile", this::reconcile)
            .control("POST /_local/invoke/cleanup", this::cleanUp)
            .start();
    ecr.store().blobMounting(true);
    ecr.store().createRepository(consolidated());
    ecr.store()
        .tagResource(CONSOLIDATED, Map.of("ecr-consolidation:legacy-namespace", "ml-platform"));
    var environment =
        Map.of(
            "LEGACY_NAMESPACE",
            "ml-platform",
            "CONSOLIDATED_REPOSITORY",
            CONSOLIDATED,
            "MIRROR_QUEUE_URL",
            queue.url());
    var retries = Ecr.adaptiveRetries();
    mirror =
        LocalFunctions.mirror(
            environment, ecr.endpoint(), bus.endpoint(), retries, clock, outcomes::add);
    reconciler =
        LocalFunctions.reconcile(
            environment,
            ecr.endpoint(),
            bus.endpoint(),
            queue.endpoint(),
            retries,
            clock,
            outcomes::add);
    cleaner =
        LocalFunctions.cleanup(
            environment, ecr.endpoint(), bus.endpoint(), retries, clock, outcomes::add);
    source =
        LocalEventSource.start(
            template,
            queue,
            mirror,
            LocalEventSource.Retry.AT_ONCE_WHEN_IT_THREW,
            System.err::println);
  }

  /** As the template creates it, so that what ECR refuses there is refused here. */
  private static RepositorySettings consolidated() {
    var template = Template.deployed(Map.of("ConsolidatedRepository", CONSOLIDATED));
    var properties = "Resources/ConsolidatedEcrRepository/Properties/";
    var filters = properties + "ImageTagMutabilityExclusionFilters";
    var patterns =
        IntStream.range(0, template.list(filters).size())
            .mapToObj(i ->
                template.text("%s/%d/ImageTagMutabilityExclusionFilterValue".formatted(filters, i)))
            .toList();
    return RepositorySettings.named(CONSOLIDATED)
        .with(
            new TagMutability(
                TagMutability.Mode.valueOf(template.text(properties + "ImageTagMutability")),
                patterns));
  }

  /**
   * Starts on {@code port}, or on a free one for 0, with an empty consolidated repository and
   * mounting on.
   */
  static LocalSystem start(int port) throws IOException {
    return new LocalSystem(port);
  }

  LocalEcr ecr() {
    return ecr;
  }

  URI endpoint() {
    return ecr.endpoint();
  }

  /** What {@code prove} needs in its environment to run here, without the region. */
  Map<String, String> environment() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("AWS_ENDPOINT_URL_ECR", endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_EVENTBRIDGE", rules.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_SQS", rules.queuesEndpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", "local");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    return variables;
  }

  /** The bus has the rules of the template, and those that are made by API calls. */
  private void publish(String event) {
    bus.accept(event);
    rules.accept(event);
  }

  EcrStore store() {
    return ecr.store();
  }

  LocalClock clock() {
    return clock;
  }

  /** The log lines of the functions so far. */
  List<String> outcomes() {
    return List.copyOf(outcomes);
  }

  /** Returns when every event has been handled. */
  void awaitIdle(Duration patience) throws InterruptedException {
    source.awaitIdle(patience);
  }

  /** A password for the user {@code AWS}, as {@code aws ecr get-login-password} gives it. */
  String password() {
    return ecr.password();
  }

  /** Lets the mirror function handle an EventBridge event, and answers its log line. */
  String mirror(String event) {
    var message = new SQSEvent.SQSMessage();
    message.setMessageId(UUID.randomUUID().toString());
    message.setBody(event);
    var batch = new SQSEvent();
    batch.setRecords(List.of(message));
    mirror.handleRequest(batch, LocalContext.withRemaining(INVOCATION, outcomes::add));
    return outcomes.stream()
        .filter(line -> line.contains(message.getMessageId()))
        .findFirst()
        .orElseThrow();
  }

  /** Lets the reconciler run with this input, and answers its report. */
  String reconcile(String input) {
    return answer(reconciler, input);
  }

  /** Lets the clean-up run with this input, and answers its report. */
  String cleanUp(String input) {
    return answer(cleaner, input);
  }

  private String answer(RequestStreamHandler function, String input) {
    return LocalInvocation.answer(function, input, INVOCATION, outcomes::add);
  }

  /** From the next event on. */
  void deliver(LocalEventBus.Delivery delivery) {
    bus.deliver(delivery);
  }

  @Override
  public void close() {
    source.close();
    bus.close();
    rules.close();
    queue.close();
    ecr.close();
  }
}
