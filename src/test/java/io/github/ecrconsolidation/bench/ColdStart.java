package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalLambda;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How long the packaged function takes to start, to come back from a snapshot and to mirror, as
 * medians of some rounds. A snapshot is simulated: the process goes on where it would have been
 * frozen, so the time to load a real one is not in the figures. Arguments: the rounds, then further
 * flags for the JVM of the function.
 */
final class ColdStart implements AutoCloseable {
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final int WARM = 200;
  private static final int STREAMED = 256 << 20;

  private final List<String> pushes = new CopyOnWriteArrayList<>();
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();
  private final Clock systemClock = Clock.systemUTC();
  private final LocalEventBus bus =
      LocalEventBus.start(Template.withDefaults(), (event, _) -> pushes.add(event), systemClock);
  private final LocalEcr ecr =
      LocalEcr.builder().clock(LocalClock.following(systemClock)).events(bus::accept).start();
  private final String[] jvmFlags;
  private int pushed;

  private ColdStart(String... jvmFlags) throws IOException {
    this.jvmFlags = jvmFlags.clone();
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
  }

  public static void main(String[] arguments) throws IOException {
    var rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
    var flags = List.of(arguments).stream().skip(1).toArray(String[]::new);
    try (var bench = new ColdStart(flags)) {
      bench.artifact();
      bench.round();
      bench.figures.clear();
      for (var i = 0; i < rounds; i++) {
        bench.round();
      }
      bench.print();
    }
  }

  private void round() throws IOException {
    started("without SnapStart", function());
    // Where a snapshot would go on that was taken without hooks.
    started("without warm-up", function().jvmFlags("-XX:TieredStopAtLevel=4"));
    restored("warmed up");
  }

  private void artifact() throws IOException {
    var task = Path.of("target/lambda");
    try (var files = Files.walk(task)) {
      var bytes = 0L;
      var jars = 0;
      for (var file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
        jars += file.toString().endsWith(".jar") ? 1 : 0;
      }
      System.out.printf("artifact: %.2f MB, %d jars%n", bytes / 1e6, jars);
    }
  }

  private void started(String kind, LocalLambda.Builder options) throws IOException {
    var begin = System.nanoTime();
    try (var lambda = options.onDemand().start()) {
      lambda.awaitReady();
      note(kind + ", start to ready, ms", since(begin));
      note(kind + ", start to ready, CPU ms", cpu(lambda));
      messages(lambda, kind);
    }
  }

  private void restored(String kind) throws IOException {
    var begin = System.nanoTime();
    try (var lambda = function().start()) {
      lambda.awaitCheckpoint();
      note(kind + ", start to snapshot, ms", since(begin));
      note(kind + ", start to snapshot, CPU ms", cpu(lambda));
      begin = System.nanoTime();
      lambda.restore();
      note(kind + ", restore hook, ms", since(begin));
      messages(lambda, kind);
    }
  }

  private void messages(LocalLambda lambda, String kind) throws IOException {
    for (var nth : List.of("first", "second", "third")) {
      var event = push(3_000, 200);
      var begin = System.nanoTime();
      var before = cpu(lambda);
      var outcome = mirrored(lambda, event);
      note("%s, %s message, ms".formatted(kind, nth), since(begin));
      note("%s, %s message, CPU ms".formatted(kind, nth), cpu(lambda) - before);
      note(
          "%s, %s message, ms in Mirror".formatted(kind, nth),
          (double) outcome.number("DurationMilliseconds").orElseThrow());
    }
    stream(lambda, kind);
    warm(lambda, kind);
    note(kind + ", peak memory, MiB", (double) lambda.procFiles().peakMemoryMiB());
  }

  /** A first large layer that cannot be mounted, which a cold compiler makes slow. */
  private void stream(LocalLambda lambda, String kind) {
    ecr.store().blobMounting(false);
    var outcome = mirrored(lambda, push(STREAMED));
    ecr.store().blobMounting(true);
    var milliseconds = outcome.number("DurationMilliseconds").orElseThrow();
    note(kind + ", first 256 MiB streamed, MB/s", STREAMED / 1e3 / milliseconds);
  }

  private void warm(LocalLambda lambda, String kind) {
    var times = new ArrayList<Double>();
    for (var i = 0; i < WARM; i++) {
      var event = push(3_000, 200);
      var begin = System.nanoTime();
      mirrored(lambda, event);
      times.add(since(begin));
    }
    note(kind + ", warm p50, ms", median(times));
  }

  private LocalLambda.Builder function() {
    return LocalLambda.builder(ecr.endpoint(), bus.endpoint()).jvmFlags(jvmFlags);
  }

  private String push(long... layers) {
    pushed++;
    ecr.push(LEGACY, TestImages.image("image" + pushed, layers), "v" + pushed);
    return pushes.getLast();
  }

  /** Delivers the event, and answers what the function logged of it. */
  private static JsonObject mirrored(LocalLambda lambda, String event) {
    lambda.deliver(event);
    var line = lambda.stdout().getLast();
    var outcome = JsonObject.parse(line);
    if (!outcome.text("outcome").orElse("").equals("Mirrored")) {
      throw new AssertionError(line);
    }
    return outcome;
  }

  private void note(String name, double value) {
    figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private void print() {
    figures.forEach((name, values) ->
        System.out.printf(
            "%-45s %8.1f  (%.1f to %.1f)%n",
            name,
            median(values),
            values.stream().min(Double::compare).orElseThrow(),
            values.stream().max(Double::compare).orElseThrow()));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** On a machine with other work, a better measure than the clock. */
  private static double cpu(LocalLambda lambda) {
    return lambda.cpuTime().toMillis();
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  @Override
  public void close() {
    ecr.close();
    bus.close();
  }
}
