package io.github.ecrconsolidation.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Mirrors images by the packaged function and by other programs, in turns, through one local ECR
 * that delays every request, and prints medians as Markdown. {@code docs/benchmarks.md} says how to
 * run it and what came out. Arguments: rounds, milliseconds of delay, images such as {@code ABN},
 * {@code mounts} or {@code noMounts}, and {@code tls}, if wanted.
 */
final class MirrorBench implements AutoCloseable {
  static final String LEGACY = "ml-platform/backend";
  static final String CONSOLIDATED = "data-platform-dev";

  private final List<String> pushes = new CopyOnWriteArrayList<>();
  private final LocalEventBus bus;
  private final LocalEcr ecr;
  private final EcrClient client;
  private final boolean mounts;

  /** When the last manifest was put. */
  private final AtomicLong lastPut = new AtomicLong();

  /**
   * One image mirrored once by one contender.
   *
   * @param untilThere milliseconds until its last manifest was put; 0 if none was
   */
  private record Run(
      double milliseconds, double untilThere, Contender.Cost cost, List<Audit.Entry> requests) {}

  private MirrorBench(int delay, boolean mounts, Optional<BenchCertificate> certificate)
      throws Exception {
    this.mounts = mounts;
    var clock = Clock.systemUTC();
    bus = LocalEventBus.start(Template.withDefaults(), (event, _) -> pushes.add(event), clock);
    var builder = LocalEcr.builder().clock(LocalClock.following(clock)).events(bus::accept);
    // crane tries TLS first, and would wait for the answer to its handshake.
    ecr =
        (certificate.isPresent() ? builder.tls(certificate.get().context()) : builder.refuseTls())
            .start();
    client = LocalClients.ecr(ecr.endpoint()).build();
    ecr.store().blobMounting(mounts);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.faults().latency(Duration.ofMillis(delay));
    for (var put : List.of("PutImage", "PUT manifest")) {
      ecr.faults().on(put).after(() -> lastPut.set(System.nanoTime()));
    }
  }

  public static void main(String[] arguments) throws Exception {
    var rounds = Integer.parseInt(arguments[0]);
    var delay = Integer.parseInt(arguments[1]);
    var images = arguments[2].chars().mapToObj(Character::toString).toList();
    var certificate =
        arguments.length > 4
            ? Optional.of(new BenchCertificate())
            : Optional.<BenchCertificate>empty();
    certificate.ifPresent(BenchCertificate::trustHere);
    try (var bench = new MirrorBench(delay, arguments[3].equals("mounts"), certificate);
        var contenders =
            new Contenders(
                bench.ecr.endpoint(), bench.bus.endpoint(), bench.login(), certificate)) {
      bench.printHead();
      for (var image : images) {
        print(image, bench.compare(image, contenders.all(), rounds));
      }
      contenders.printVersions();
    }
  }

  private String login() {
    return client.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
  }

  /**
   * The first round is not counted. Contenders take turns, so that all meet the same load, and each
   * is the first of a round as often as the others.
   */
  private Map<String, List<Run>> compare(String name, List<Contender> contenders, int rounds)
      throws Exception {
    var runs = new LinkedHashMap<String, List<Run>>();
    var large = new HashMap<String, TestImage>();
    for (var round = 0; round <= rounds; round++) {
      var image = BenchImage.of(name, round, large);
      empty(LEGACY);
      pushes.clear();
      image.push(ecr);
      var events = List.copyOf(pushes);
      var order = new ArrayList<>(contenders);
      Collections.rotate(order, 1 - round);
      for (var contender : order) {
        if (contender.canCopy(image)) {
          var run = run(image, contender, events);
          if (round > 0) {
            runs.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(run);
          }
        }
      }
    }
    return runs;
  }

  private Run run(BenchImage image, Contender contender, List<String> events) throws Exception {
    empty(CONSOLIDATED);
    image.prepareTarget(ecr);
    ecr.audit().clear();
    // The function reads an image that was pushed a moment ago before it knows that it needs it.
    var fresh = events.stream().map(event -> at(Instant.now(), event)).toList();
    var begin = System.nanoTime();
    lastPut.set(begin);
    var cost = contender.mirror(image, fresh);
    var milliseconds = (System.nanoTime() - begin) / 1e6;
    if (!contender.copiesBlobsOnly()) {
      image.verify(ecr);
    }
    var untilThere = (lastPut.get() - begin) / 1e6;
    return new Run(milliseconds, untilThere, cost, ecr.audit().entries());
  }

  private void empty(String repository) {
    client.deleteRepository(request -> request.repositoryName(repository).force(true));
    ecr.store().createRepository(RepositorySettings.named(repository));
  }

  private static String at(Instant time, String event) {
    var members = JsonObject.parse(event).members();
    members.put("time", time.toString());
    return JsonObject.write(members);
  }

  private void printHead() throws IOException {
    System.out.printf("Mounts %s, load of the machine %s%n%n", mounts, load());
    System.out.println(
        "| image | program | wall ms | until there ms | CPU ms | peak MiB | longest chain | requests | MB streamed | kinds |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
  }

  private static void print(String image, Map<String, List<Run>> runs) {
    runs.forEach((name, all) ->
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %.0f | %.0f | %.0f | %.0f | %.0f | %d | %.1f | %s |%n",
            image,
            name,
            median(all.stream().map(Run::milliseconds).toList()),
            median(all.stream().map(Run::untilThere).toList()),
            median(all.stream().map(run -> run.cost().cpuMilliseconds()).toList()),
            median(all.stream().map(run -> run.cost().peakMiB()).toList()),
            median(all.stream().map(run -> (double) LongestChain.of(run.requests())).toList()),
            all.getLast().requests().size(),
            bytes(all.getLast()) / 1e6,
            kinds(all.getLast())));
  }

  private static double bytes(Run run) {
    return run.requests().stream()
        .filter(entry -> entry.operation().equals("GetObject"))
        .mapToLong(Audit.Entry::bytesOut)
        .sum();
  }

  private static String kinds(Run run) {
    return run.requests().stream()
        .collect(groupingBy(Audit.Entry::operation, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(kind -> kind.getKey() + " " + kind.getValue())
        .collect(joining(", "));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static String load() throws IOException {
    var file = Path.of("/proc/loadavg");
    return Files.isReadable(file) ? Files.readString(file).strip() : "unknown";
  }

  @Override
  public void close() {
    client.close();
    ecr.close();
    bus.close();
  }
}
