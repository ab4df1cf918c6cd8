package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.ManyImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * 50 legacy repositories of 2,000 tags: first run, kill in the middle, second run, one lost event,
 * throttling, and a slower network; or any number of such repositories that are mirrored already.
 * Each run is a process of its own with a small heap.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
 * java -cp target/test-classes:target/classes:$(cat target/test-classpath) \
 *   io.github.ecrconsolidation.bench.ReconcileBench -Xmx256m 0
 * </pre>
 *
 * The arguments are the heap of the reconciler, the milliseconds added to every request, and, for
 * the second kind, how many repositories are mirrored already.
 */
final class ReconcileBench implements AutoCloseable {
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final int REPOSITORIES = 50;
  private static final int TAGS = 2000;

  private final LocalClock clock = LocalClock.following(Clock.systemUTC());
  private final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  private final ManyImages images = new ManyImages(ecr.store());
  private final LocalEventBus bus;
  private final String heap;

  private ReconcileBench(String heap, Duration latency) throws IOException {
    this.heap = heap;
    bus = LocalEventBus.start(Template.withDefaults(), (event, _) -> received(event), clock);
    ecr.faults().latency(latency);
    bus.latency(latency);
  }

  private final List<String> waiting = new ArrayList<>();

  private synchronized void received(String event) {
    waiting.add(event);
    notifyAll();
  }

  public static void main(String[] arguments) throws Exception {
    var latency = Duration.ofMillis(Long.parseLong(arguments[1]));
    try (var bench = new ReconcileBench(arguments[0], latency)) {
      System.out.printf("heap %s, %s added to every request%n", arguments[0], latency);
      if (arguments.length > 2) {
        bench.fillBothSides(Integer.parseInt(arguments[2]));
        bench.run("both sides full, nothing to do", "{}");
        bench.images.push("ml-platform/service-03", TAGS, "lost");
        bench.run("one lost event", "{}");
        return;
      }
      bench.fill(REPOSITORIES);
      bench.run("dry run of the backfill", "{\"backfill\":true,\"dryRun\":true}");
      bench.killed("{\"backfill\":true}", 30_000);
      bench.run("first run, after the kill", "{\"backfill\":true}");
      bench.run("second run, nothing to do", "{}");
      bench.images.push("ml-platform/service-03", TAGS, "lost");
      bench.run("one lost event", "{}");
      bench.ecr.faults().limit("DescribeImages", 20, 20);
      bench.run("20 DescribeImages a second", "{}");
      bench.ecr.faults().clear();
      bench.ecr.faults().latency(latency);
      IntStream.range(0, TAGS)
          .forEach(i -> bench.images.push("ml-platform/service-04", TAGS + i, "more" + i));
      bench.bus.limit(20, 20);
      bench.run("2000 lost events, 20 PutEvents a second", "{}");
      bench.run("last run, nothing to do", "{}");
    }
  }

  private void fill(int repositories) throws IOException {
    images.create(CONSOLIDATED, 0);
    for (var i = 0; i < repositories; i++) {
      images.create(legacy(i), TAGS);
    }
  }

  private static String legacy(int number) {
    return "ml-platform/service-%02d".formatted(number);
  }

  private void fillBothSides(int repositories) throws IOException {
    fill(repositories);
    for (var i = 0; i < repositories; i++) {
      var legacy = legacy(i);
      ecr.store()
          .tags(legacy)
          .forEach((tag, digest) ->
              images.mirror(
                  legacy,
                  digest,
                  CONSOLIDATED,
                  legacy.substring("ml-platform/".length()) + "-" + tag));
    }
    System.out.printf("%d images on each side%n", ecr.store().tags(CONSOLIDATED).size());
  }

  /** Runs, tells, and mirrors what was requested. */
  private void run(String title, String input) throws IOException, InterruptedException {
    ecr.audit().clear();
    var calls = bus.calls();
    var process = start(input);
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var code = process.waitFor();
    System.out.printf("%n== %s: exit code %d%n", title, code);
    output
        .lines()
        .filter(line -> line.startsWith("RESULT ") || line.startsWith("TOOK "))
        .map(ReconcileBench::brief)
        .forEach(System.out::println);
    System.out.printf(
        "at the registry: %d DescribeImages, %d of them throttled; %d PutEvents; pulls: %d%n",
        ecr.audit().count("DescribeImages"),
        ecr.audit().count("DescribeImages", 400),
        bus.calls() - calls,
        ecr.audit().count("BatchGetImage"));
    mirror();
  }

  private static String brief(String line) {
    if (!line.startsWith("RESULT ")) {
      return line;
    }
    var result = JsonObject.parse(line.substring("RESULT ".length()));
    return "complete %s, requested %s, %s requests, %s ms, %s"
        .formatted(
            result.members().get("complete"),
            result.members().get("requested"),
            result.members().get("requests"),
            result.members().get("durationMilliseconds"),
            result.members().get("decisions"));
  }

  /** Ends the process by force once so many images are requested. */
  private void killed(String input, int after) throws IOException, InterruptedException {
    var process = start(input);
    synchronized (this) {
      while (waiting.size() < after) {
        wait();
      }
    }
    process.destroyForcibly().waitFor();
    System.out.printf("%n== killed after %d requests%n", waiting.size());
    mirror();
  }

  private synchronized void mirror() {
    var distinct = new HashSet<String>();
    for (var event : waiting) {
      var detail = JsonObject.parse(event).object("detail").orElseThrow();
      var legacy = detail.text("repository-name").orElseThrow();
      var tag =
          legacy.substring("ml-platform/".length()) + "-" + detail.text("image-tag").orElseThrow();
      if (distinct.add(tag)) {
        images.mirror(legacy, detail.text("image-digest").orElseThrow(), CONSOLIDATED, tag);
      }
    }
    System.out.printf(
        "mirrored %d of %d requests; %s has %d tags%n",
        distinct.size(), waiting.size(), CONSOLIDATED, ecr.store().tags(CONSOLIDATED).size());
    waiting.clear();
  }

  private Process start(String input) throws IOException {
    var builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            heap,
            "-cp",
            System.getProperty("java.class.path"),
            ReconcileOnce.class.getName(),
            input);
    builder
        .environment()
        .putAll(
            Map.of(
                "LEGACY_NAMESPACE",
                "ml-platform",
                "CONSOLIDATED_REPOSITORY",
                CONSOLIDATED,
                "AWS_REGION",
                LocalEcr.REGION,
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "AWS_ENDPOINT_URL_ECR",
                ecr.endpoint().toString(),
                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                bus.endpoint().toString()));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Override
  public void close() {
    bus.close();
    ecr.close();
  }
}
