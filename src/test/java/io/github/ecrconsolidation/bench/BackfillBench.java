package io.github.ecrconsolidation.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalEventSource;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.local.LocalQueue;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.ManyImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/**
 * A backfill while ECR limits PutImage to 10 a second for the account and other teams push 3 images
 * a second: how long it takes, and how many of their pushes are throttled. Each environment of the
 * mirror has its own retries. Arguments: how many images, and MirrorMaximumConcurrency.
 */
final class BackfillBench implements AutoCloseable {
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final String FOREIGN = "other-team/app";
  private static final int REPOSITORIES = 4;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", CONSOLIDATED);

  private final LocalClock clock = LocalClock.following(Clock.systemUTC());
  private final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger foreign = new AtomicInteger();
  private final AtomicInteger foreignThrottled = new AtomicInteger();
  private final LocalQueue queue;
  private final LocalEventBus bus;
  private final LocalEventSource source;

  private BackfillBench(int concurrency) throws IOException {
    var template =
        Template.with(
            Map.of(
                "ConsolidatedRepository",
                CONSOLIDATED,
                "MirrorMaximumConcurrency",
                Integer.toString(concurrency)));
    queue = LocalQueue.start(template);
    bus = LocalEventBus.start(template, queue::send, clock);
    ecr.store().blobMounting(true);
    source =
        LocalEventSource.start(
            template,
            queue,
            new Environments(concurrency),
            LocalEventSource.Retry.AT_ONCE,
            System.err::println);
  }

  /** As many handlers as messages at a time, none of which shares anything. */
  private final class Environments implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final BlockingQueue<MirrorHandler> free;

    Environments(int count) {
      free = new ArrayBlockingQueue<>(count);
      for (var i = 0; i < count; i++) {
        free.add(
            LocalFunctions.mirror(
                ENVIRONMENT,
                ecr.endpoint(),
                bus.endpoint(),
                Ecr.adaptiveRetries(),
                clock,
                log::add));
      }
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
      var environment = free.remove();
      try {
        return environment.handleRequest(event, context);
      } finally {
        free.add(environment);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    var images = Integer.parseInt(arguments[0]);
    try (var bench = new BackfillBench(Integer.parseInt(arguments[1]))) {
      bench.fill(images);
      bench.run();
    }
  }

  private void fill(int images) throws IOException {
    var many = new ManyImages(ecr.store());
    many.create(CONSOLIDATED, 0);
    many.create(FOREIGN, 1);
    for (var i = 0; i < REPOSITORIES; i++) {
      many.create("ml-platform/service-" + i, images / REPOSITORIES);
    }
    ecr.faults().limit("PutImage", 10, 10);
  }

  private void run() throws InterruptedException {
    var reconciler =
        LocalFunctions.reconcile(
            ENVIRONMENT,
            ecr.endpoint(),
            bus.endpoint(),
            queue.endpoint(),
            Ecr.adaptiveRetries(),
            clock,
            log::add);
    var begin = System.nanoTime();
    try (var others = Executors.newSingleThreadScheduledExecutor();
        var client =
            LocalClients.ecr(ecr.endpoint())
                .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build()) {
      var manifest = ecr.store().manifest(FOREIGN, ecr.store().digests(FOREIGN).iterator().next());
      var pushing =
          others.scheduleAtFixedRate(() -> push(client, manifest), 0, 333, TimeUnit.MILLISECONDS);
      LocalInvocation.answer(reconciler, "{\"backfill\":true}", Duration.ofMinutes(15), log::add);
      source.awaitIdle(Duration.ofMinutes(30));
      if (pushing.isDone()) {
        throw new IllegalStateException("foreign pushes ended early: " + pushing.exceptionNow());
      }
      others.shutdownNow();
    }
    print((System.nanoTime() - begin) / 1e9);
  }

  /** Once: what the client of the other team does after that is its own affair. */
  private void push(EcrClient client, String manifest) {
    var number = foreign.incrementAndGet();
    try {
      client.putImage(request ->
          request.repositoryName(FOREIGN).imageManifest(manifest).imageTag("push-" + number));
    } catch (EcrException e) {
      foreignThrottled.incrementAndGet();
    }
  }

  private void print(double seconds) {
    var puts = ecr.audit().count("PutImage");
    var throttled = ecr.audit().count("PutImage", 400);
    System.out.printf(
        "%d images mirrored in %.0f s, %.1f PutImage/s in total, %d of %d requests throttled%n",
        ecr.store().tags(CONSOLIDATED).size(),
        seconds,
        (puts - throttled) / seconds,
        throttled,
        puts);
    System.out.printf(
        "%d messages failed, %d dead letters; %d of %d foreign pushes throttled (%.0f %%)%n",
        log.stream().filter(line -> line.contains("\"outcome\":\"Failed\"")).count(),
        queue.deadLetters().size(),
        foreignThrottled.get(),
        foreign.get(),
        100.0 * foreignThrottled.get() / foreign.get());
  }

  @Override
  public void close() {
    source.close();
    bus.close();
    queue.close();
    ecr.close();
  }
}
