package io.github.ecrconsolidation.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.net.httpserver.HttpServer;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.CleanupHandler;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.ManifestType;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestBlob;
import io.github.ecrconsolidation.localecr.TestManifest;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * The clean-up of 50 legacy repositories with 2,000 images each, of which 5 % are not mirrored and
 * 3 % were pulled lately. Two processes, so that the memory of the function is its own:
 *
 * <pre>
 * CleanupBench serve 4511 [milliseconds added to each request [repositories]]
 * java -Xmx512m ... CleanupBench run http://127.0.0.1:4511 delete [milliseconds before it is killed]
 * </pre>
 *
 * The next port of the server tells how many requests of each kind came.
 */
final class CleanupBench {
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final int REPOSITORIES = 50;
  private static final int SINGLE_IMAGES = 1700;
  private static final int INDEXES = 60;
  private static final int CHILDREN = 4;
  private static final Instant CUTOVER = Instant.parse("2026-01-01T00:00:00Z");

  private static final AtomicLong LIVE_HEAP = new AtomicLong();

  private CleanupBench() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "serve" ->
          serve(
              Integer.parseInt(arguments[1]),
              arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0,
              arguments.length > 3 ? Integer.parseInt(arguments[3]) : REPOSITORIES);
      case "run" ->
          run(
              URI.create(arguments[1]),
              arguments[2],
              arguments.length > 3 ? Long.parseLong(arguments[3]) : Long.MAX_VALUE);
      default -> throw new IllegalArgumentException("serve or run");
    }
  }

  // --- the registry

  private static void serve(int port, int latency, int repositories) throws Exception {
    var clock = LocalClock.at(CUTOVER);
    var ecr = LocalEcr.builder().port(port).clock(clock).refuseTls().start();
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.store().tagResource(CONSOLIDATED, Map.of(NamespaceTag.KEY, "ml-platform"));
    var pulled = new ArrayList<String>();
    for (var i = 0; i < repositories; i++) {
      var service = "service-%02d".formatted(i);
      ecr.store().createRepository(RepositorySettings.named("ml-platform/" + service));
      fill(ecr, service);
      pulled.add("ml-platform/" + service);
    }
    clock.advance(Duration.ofDays(60));
    pulled.forEach(repository -> pull(ecr, repository));
    ecr.audit().clear();
    ecr.faults().latency(Duration.ofMillis(latency));
    counts(ecr, port + 1);
    System.out.println("ready " + ecr.endpoint());
    new CountDownLatch(1).await();
  }

  /** Answers how many requests of each kind came since it was asked before. */
  private static void counts(LocalEcr ecr, int port) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var counts =
                ecr.audit().entries().stream()
                    .collect(groupingBy(Audit.Entry::operation, TreeMap::new, counting()));
            ecr.audit().clear();
            var bytes = counts.toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  private static void fill(LocalEcr ecr, String service) throws IOException {
    var config = TestBlob.of("{\"architecture\":\"amd64\",\"name\":\"%s\"}".formatted(service));
    var layer = TestBlob.random(service, 20_000);
    var legacy = new StoreSink(ecr.store(), "ml-platform/" + service);
    var target = new StoreSink(ecr.store(), CONSOLIDATED);
    for (var sink : List.of(legacy, target)) {
      sink.blob(config);
      sink.blob(layer);
    }
    for (var i = 0; i < SINGLE_IMAGES; i++) {
      var image = image(config, layer, "image " + i);
      legacy.manifest(image, Optional.of("v" + i));
      if (i % 17 != 0) {
        target.manifest(image, Optional.of(service + "-v" + i));
      }
    }
    for (var i = 0; i < INDEXES; i++) {
      var number = i;
      var children =
          IntStream.range(0, CHILDREN)
              .mapToObj(child -> image(config, layer, "child %d of %d".formatted(child, number)))
              .toList();
      var index = index(children);
      for (var child : children) {
        legacy.manifest(child, Optional.empty());
        target.manifest(child, Optional.empty());
      }
      legacy.manifest(index, Optional.of("index" + i));
      target.manifest(index, Optional.of(service + "-index" + i));
    }
  }

  private static TestManifest image(TestBlob config, TestBlob layer, String name) {
    return new TestManifest(
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%d}],"annotations":{"name":"%s"}}\
        """
            .formatted(
                ManifestType.OCI_MANIFEST.mediaType(),
                config.digest(),
                config.size(),
                layer.digest(),
                layer.size(),
                name),
        ManifestType.OCI_MANIFEST);
  }

  private static TestManifest index(List<TestManifest> children) {
    var descriptors =
        children.stream()
            .map(child ->
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                    .formatted(
                        ManifestType.OCI_MANIFEST.mediaType(),
                        child.digest(),
                        child.text().length()))
            .toList();
    return new TestManifest(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(ManifestType.OCI_INDEX.mediaType(), String.join(",", descriptors)),
        ManifestType.OCI_INDEX);
  }

  private static void pull(LocalEcr ecr, String repository) {
    try (var client = LocalClients.ecr(ecr.endpoint()).build()) {
      IntStream.range(0, SINGLE_IMAGES)
          .filter(i -> i % 28 == 1)
          .mapToObj(i -> ImageIdentifier.builder().imageTag("v" + i).build())
          .gather(Gatherers.windowFixed(100))
          .forEach(ids ->
              client.batchGetImage(request -> request.repositoryName(repository).imageIds(ids)));
    }
  }

  // --- the function

  private static void run(URI endpoint, String mode, long killAfterMilliseconds) throws Exception {
    var clock = LocalClock.at(CUTOVER.plus(Duration.ofDays(60)));
    var lines = new AtomicLong();
    try (var bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, clock)) {
      var cleanup =
          LocalFunctions.cleanup(
              Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", CONSOLIDATED),
              endpoint,
              bus.endpoint(),
              LocalClients.impatient(),
              clock,
              _ -> lines.incrementAndGet());
      if (killAfterMilliseconds < Long.MAX_VALUE) {
        Thread.ofPlatform().daemon().start(() -> kill(killAfterMilliseconds));
      }
      watchHeap();
      var result = once(cleanup, endpoint, mode, lines);
      while (!mode.equals("report") && result.text("stop").orElse("").equals("rampReached")) {
        result = once(cleanup, endpoint, mode, lines);
      }
      result
          .object("kept")
          .ifPresent(kept ->
              kept.members()
                  .keySet()
                  .forEach(reason ->
                      System.out.printf(
                          "  kept %s: %,d%n",
                          reason,
                          kept.object(reason).flatMap(it -> it.number("images")).orElse(0L))));
    }
  }

  private static JsonObject once(
      CleanupHandler cleanup, URI endpoint, String mode, AtomicLong lines) throws IOException {
    LIVE_HEAP.set(0);
    var begin = System.nanoTime();
    var computed = computed();
    var input =
        "{\"cutoverDate\":\"2026-01-01\",\"mode\":\"%s\",\"maximumDeletions\":1000000}"
            .formatted(mode);
    var answer = LocalInvocation.answer(cleanup, input, Duration.ofHours(1), _ -> {});
    var took = Duration.ofNanos(System.nanoTime() - begin);
    var result = JsonObject.parse(answer);
    System.out.printf(
        "%s: %,d images, eligible %s, removed %s, stop %s, %,d requests, %,d log lines, %,d ms, of"
            + " which computing %,d ms, peak heap %,d MB, live after a collection %,d MB, %s%n "
            + " %s%n",
        mode,
        result.number("images").orElse(0L),
        result.object("eligibleNow").map(JsonObject::members).orElse(Map.of()),
        result.object("removed").map(JsonObject::members).orElse(Map.of()),
        result.text("stop").orElse(""),
        result.number("requests").orElse(0L),
        lines.get(),
        took.toMillis(),
        computed().minus(computed).toMillis(),
        peakHeap() >> 20,
        LIVE_HEAP.get() >> 20,
        residentSet(),
        requests(endpoint));
    return result;
  }

  private static void kill(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.println("killed");
    Runtime.getRuntime().halt(137);
  }

  /** The processor time of this process, which says more than its duration on a busy machine. */
  private static Duration computed() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static String requests(URI endpoint) throws IOException {
    var counts = "http://%s:%d/".formatted(endpoint.getHost(), endpoint.getPort() + 1);
    try (var body = URI.create(counts).toURL().openStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  /** Keeps the most that any collection of the whole heap left. */
  private static void watchHeap() {
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, _) -> {
                var info =
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData());
                if (info.getGcAction().equals("end of major GC")) {
                  var after = info.getGcInfo().getMemoryUsageAfterGc();
                  LIVE_HEAP.accumulateAndGet(
                      heapPools()
                          .flatMap(pool -> Optional.ofNullable(after.get(pool.getName())).stream())
                          .mapToLong(MemoryUsage::getUsed)
                          .sum(),
                      Math::max);
                }
              },
              null,
              null);
    }
  }

  private static Stream<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP);
  }

  private static long peakHeap() {
    return heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private static String residentSet() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("");
  }
}
