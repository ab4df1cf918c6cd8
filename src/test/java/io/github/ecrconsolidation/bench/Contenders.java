package io.github.ecrconsolidation.bench;

import static io.github.ecrconsolidation.bench.MirrorBench.CONSOLIDATED;
import static io.github.ecrconsolidation.bench.MirrorBench.LEGACY;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.bench.BenchImage.Part;
import io.github.ecrconsolidation.bench.BenchImage.Part.Kind;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalLambda;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;

/**
 * The packaged function, warm after a restore, and the programs of others that are installed; a
 * bare copy of the bytes as the bound of them all.
 */
final class Contenders implements AutoCloseable {
  private static final Map<String, List<String>> VERSIONS =
      Map.of(
          "crane", List.of("version"),
          "regctl", List.of("version"),
          "oras", List.of("version"),
          "skopeo", List.of("--version"));

  private static final Path GNU_TIME = Path.of("/usr/bin/time");

  /** MirrorMaximumConcurrency of the template. */
  private static final int ENVIRONMENTS = 5;

  private final Path home = Files.createTempDirectory("mirror-bench");
  private final URI registry;
  private final String login;
  private final Optional<BenchCertificate> certificate;

  /** One alone, and one for each message of an image, as the queue invokes as many at once. */
  private final List<LocalLambda> environments = new ArrayList<>();

  private final List<Contender> all = new ArrayList<>();
  private final List<String> installed = new ArrayList<>();

  /**
   * @param certificate of the registry, if it speaks TLS
   */
  Contenders(URI registry, URI eventBridge, String login, Optional<BenchCertificate> certificate)
      throws Exception {
    this.registry = registry;
    this.login = login;
    this.certificate = certificate;
    var flags = jvmFlags().toArray(String[]::new);
    // One after the other, as the runtime client of all unpacks its native library to one path.
    for (var i = 0; i <= ENVIRONMENTS; i++) {
      environments.add(
          LocalLambda.builder(registry, eventBridge)
              .jvmFlags(flags)
              .start()
              .awaitCheckpoint()
              .restore());
    }
    all.add(new Ours("ours, one environment", environments.subList(0, 1)));
    all.add(new Ours("ours, five environments", environments.subList(1, environments.size())));
    all.add(new Pipe());
    Files.writeString(
        home.resolve("config.json"),
        JsonObject.write(Map.of("auths", Map.of(registry.getAuthority(), Map.of("auth", login)))));
    var host = registry.getAuthority();
    var from = "%s/%s%%1$s".formatted(host, LEGACY);
    var to = "%s/%s%%2$s".formatted(host, CONSOLIDATED);
    add("crane", Set.of(), "copy", "-j", "16", from, to);
    if (add(
        "regctl",
        Set.of(Kind.SIGNATURE, Kind.REFERRER),
        "image",
        "copy",
        "--digest-tags",
        "--referrers",
        from,
        to)) {
      run(
          List.of(
              "regctl",
              "registry",
              "set",
              host,
              "--tls",
              certificate.isPresent() ? "enabled" : "disabled",
              "--req-concurrent",
              "16"));
    }
    var plain = certificate.isEmpty();
    add(
        "oras",
        Set.of(Kind.REFERRER),
        "cp",
        "-r",
        "--from-plain-http=" + plain,
        "--to-plain-http=" + plain,
        "--concurrency",
        "16",
        from,
        to);
    add(
        "skopeo",
        Set.of(),
        "copy",
        "--all",
        "--preserve-digests",
        "--src-tls-verify=" + !plain,
        "--dest-tls-verify=" + !plain,
        "docker://" + from,
        "docker://" + to);
  }

  private List<String> jvmFlags() {
    return certificate.map(BenchCertificate::jvmFlags).orElse(List.of());
  }

  List<Contender> all() {
    return List.copyOf(all);
  }

  /**
   * Whether there is such a program.
   *
   * @param bringsAlong what a copy of an image has with it
   */
  private boolean add(String program, Set<Kind> bringsAlong, String... arguments) {
    var path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
    if (Arrays.stream(path).noneMatch(it -> Files.isExecutable(Path.of(it, program)))) {
      System.err.printf(
          "SKIPPED: %s is not on the PATH, so nothing is compared with it%n", program);
      return false;
    }
    installed.add(program);
    all.add(new Program(program, bringsAlong, List.of(arguments)));
    return true;
  }

  void printVersions() throws Exception {
    System.out.printf("%nJava %s", Runtime.version());
    for (var program : installed) {
      var command = new ArrayList<>(List.of(program));
      command.addAll(VERSIONS.getOrDefault(program, List.of()));
      System.out.printf("; %s %s", program, run(command).lines().findFirst().orElse("").strip());
    }
    System.out.println();
  }

  /** Runs to the end and returns what was printed. */
  private String run(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("DOCKER_CONFIG", home.toString());
    builder.environment().put("REGISTRY_AUTH_FILE", home.resolve("config.json").toString());
    certificate.ifPresent(it -> builder.environment().put("SSL_CERT_FILE", it.pem().toString()));
    var process = builder.start();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + "\n" + printed);
    }
    return printed;
  }

  /**
   * The last line is seconds in user and system mode, as bash tells them; the one before is the
   * memory in KiB, where GNU time is installed.
   */
  private Contender.Cost timed(List<String> command) throws IOException, InterruptedException {
    var timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%U %S'; time \"$@\"", "-"));
    var memory = Files.isExecutable(GNU_TIME);
    if (memory) {
      timed.addAll(List.of(GNU_TIME.toString(), "-f", "%M"));
    }
    timed.addAll(command);
    var lines = run(timed).lines().toList().reversed();
    var seconds = lines.getFirst().split(" ", -1);
    return new Contender.Cost(
        (Double.parseDouble(seconds[0]) + Double.parseDouble(seconds[1])) * 1e3,
        memory ? Double.parseDouble(lines.get(1)) / 1024 : 0);
  }

  /** The packaged function, warm. */
  private record Ours(String name, List<LocalLambda> environments) implements Contender {
    /** An image of one message needs no second environment. */
    @Override
    public boolean canCopy(BenchImage image) {
      return environments.size() == 1 || image.hasSeveralMessages();
    }

    @Override
    public Cost mirror(BenchImage image, List<String> events) throws Exception {
      var before = cpuMilliseconds();
      var free = new ArrayBlockingQueue<>(environments.size(), false, environments);
      try (var queue = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var delivered :
            events.stream().map(event -> queue.submit(() -> deliver(event, free))).toList()) {
          delivered.get();
        }
      }
      return new Cost(cpuMilliseconds() - before, peakMiB());
    }

    private static String deliver(String event, BlockingQueue<LocalLambda> free)
        throws InterruptedException {
      var environment = free.take();
      try {
        return environment.deliver(event);
      } finally {
        free.add(environment);
      }
    }

    private double peakMiB() throws IOException {
      var most = 0L;
      for (var environment : environments) {
        most = Math.max(most, environment.procFiles().peakMemoryMiB());
      }
      return most;
    }

    private long cpuMilliseconds() {
      return environments.stream().mapToLong(it -> it.cpuTime().toMillis()).sum();
    }
  }

  /** Starts its JVM for each copy, which is in its figures: about 50 ms of processor time. */
  private final class Pipe implements Contender {
    @Override
    public String name() {
      return "bare pipe";
    }

    @Override
    public boolean copiesBlobsOnly() {
      return true;
    }

    @Override
    public boolean canCopy(BenchImage image) {
      return image.name().equals("G");
    }

    @Override
    public Cost mirror(BenchImage image, List<String> events) throws Exception {
      var command = new ArrayList<String>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(jvmFlags());
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              BarePipe.class.getName(),
              registry.toString(),
              login,
              image.layer(),
              Long.toString(image.layerSize())));
      return timed(command);
    }
  }

  /** Copies at once, with a process for each, what it does not bring along. */
  private final class Program implements Contender {
    private final String name;
    private final Set<Kind> bringsAlong;
    private final List<String> arguments;

    Program(String name, Set<Kind> bringsAlong, List<String> arguments) {
      this.name = name;
      this.bringsAlong = bringsAlong;
      this.arguments = arguments;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Cost mirror(BenchImage image, List<String> events) throws Exception {
      var cost = new Cost(0, 0);
      try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var copy :
            image.parts().stream()
                .filter(part -> !bringsAlong.contains(part.kind()))
                .map(part -> processes.submit(() -> timed(command(part))))
                .toList()) {
          cost = cost.plus(copy.get());
        }
      }
      return cost;
    }

    private List<String> command(Part part) {
      var command = new ArrayList<>(List.of(name));
      arguments.forEach(argument -> command.add(argument.formatted(part.from(), part.to())));
      return command;
    }
  }

  @Override
  public void close() throws IOException {
    environments.forEach(LocalLambda::close);
    try (var files = Files.walk(home)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
