package io.github.ecrconsolidation.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.template.Template;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import software.amazon.awssdk.annotations.SdkProtectedApi;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * One execution environment of a function, as Lambda starts it: a process of its own with the
 * packaged classes and jars, AWS's runtime interface client, and handler, variables and timeout as
 * the template says. Nothing of this process's class path or environment reaches it.
 */
public final class LocalLambda implements AutoCloseable {
  /** What {@code sam build} makes of this module, put there by the build. */
  private static final Path TASK = Path.of("target/lambda");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The runtime's own jars; what ships must not need any other class of this process. */
  private static final List<Class<?>> RUNTIME =
      List.of(
          AWSLambda.class,
          Context.class,
          PojoSerializer.class,
          SdkInternalThreadLocal.class,
          SdkProtectedApi.class);

  private final Path temporary;
  private final RuntimeApi api;
  private final Process process;
  private volatile boolean killed;

  private LocalLambda(Builder options) throws IOException {
    if (!Files.isDirectory(TASK.resolve("lib"))) {
      throw new IllegalStateException(TASK + "/lib is not there; `mvn package` makes it");
    }
    var template = Template.withDefaults();
    temporary = Files.createTempDirectory("local-lambda");
    api =
        new RuntimeApi(
            "arn:aws:lambda:%s:%s:function:%s:live"
                .formatted(Template.REGION, Template.ACCOUNT, options.function),
            Duration.ofSeconds(template.number(options.property("Timeout"))));
    var builder =
        new ProcessBuilder(command(options, template))
            .directory(TASK.toFile())
            .redirectOutput(stdoutFile().toFile())
            .redirectError(stderrFile().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(options, template));
    process = builder.start();
  }

  /** MirrorFunction with SnapStart, as in the template, that reaches these endpoints. */
  public static Builder builder(URI ecr, URI eventBridge) {
    return new Builder(ecr, eventBridge);
  }

  private List<String> command(Builder options, Template template) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            // Its native library is unpacked to one fixed name there.
            "-Djava.io.tmpdir=" + temporary,
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
    if (!options.snapStart) {
      // What Lambda does where there is no SnapStart: the quick compiler only.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(options.jvmFlags);
    command.addAll(List.of("-cp", runtimeClassPath(), AWSLambda.class.getName()));
    command.add(template.text(options.property("Handler")));
    return command;
  }

  private static String runtimeClassPath() {
    return String.join(
        File.pathSeparator, RUNTIME.stream().map(LocalLambda::jar).map(Path::toString).toList());
  }

  private static Path jar(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no jar of " + type, e);
    }
  }

  private Map<String, String> environment(Builder options, Template template) {
    var environment = new LinkedHashMap<String, String>();
    template
        .map(options.property("Environment/Variables"))
        .forEach((name, value) -> environment.put(name, value.toString()));
    environment.put("AWS_LAMBDA_RUNTIME_API", api.authority());
    environment.put("LAMBDA_TASK_ROOT", TASK.toAbsolutePath().toString());
    environment.put("_HANDLER", template.text(options.property("Handler")));
    environment.put("AWS_LAMBDA_FUNCTION_NAME", options.function);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put(
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", template.text("Globals/Function/MemorySize"));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/local");
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    environment.put(
        "AWS_LAMBDA_LOG_FORMAT", template.text(options.property("LoggingConfig/LogFormat")));
    environment.put(
        "AWS_LAMBDA_INITIALIZATION_TYPE", options.snapStart ? "snap-start" : "on-demand");
    environment.put("AWS_REGION", Template.REGION);
    environment.put("AWS_ACCESS_KEY_ID", "AKIALOCAL");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_ENDPOINT_URL_ECR", options.ecr.toString());
    environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", options.eventBridge.toString());
    environment.putAll(options.environment);
    return environment;
  }

  /** Returns when the function would take its first event; without SnapStart. */
  public LocalLambda awaitReady() {
    await(api.ready);
    return this;
  }

  /** Returns when the function could be frozen: its hooks before the snapshot have run. */
  public LocalLambda awaitCheckpoint() {
    await(api.checkpointed);
    return this;
  }

  /** What the function said when it could not start. */
  public String awaitInitError() {
    return await(api.initError);
  }

  /** Lets the hooks after a restore run; events are taken from then on. */
  public LocalLambda restore() {
    api.restore();
    return awaitReady();
  }

  /**
   * Delivers one EventBridge event as the event source mapping does, in a message from the queue,
   * and returns what the function answered.
   */
  public String deliver(String event) {
    return await(api.invoke(message(event)));
  }

  /** Delivers an event as it is; empty if the process was killed before it answered. */
  public Optional<String> invoke(String event) {
    var answer = api.invoke(event);
    return isDone(answer) ? Optional.of(await(answer)) : Optional.empty();
  }

  /** Ends the process at once, as a power failure would, and returns when it is gone. */
  public void kill() {
    killed = true;
    process.destroyForcibly().onExit().join();
  }

  private static String message(String event) {
    try {
      var message = JsonObject.parse(Files.readString(Path.of("events/sqs-push-tag.json")));
      message.objects("Records").getFirst().members().put("body", event);
      return JsonObject.write(message.members());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines printed so far; the log of an answered invocation is among them. */
  public List<String> stdout() {
    return lines(stdoutFile());
  }

  /** What nobody should ever have to read. */
  public List<String> stderr() {
    return lines(stderrFile());
  }

  private Path stdoutFile() {
    return temporary.resolve("stdout");
  }

  private Path stderrFile() {
    return temporary.resolve("stderr");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Memory and connections of the process, where the operating system tells. */
  public ProcFiles procFiles() {
    return new ProcFiles(process.pid());
  }

  /** The time all its threads, the compiler's included, have spent computing; zero if unknown. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private <T> T await(CompletableFuture<T> expected) {
    if (isDone(expected)) {
      return expected.join();
    }
    throw new AssertionError(printed("the function was killed"));
  }

  /** Waits until {@code expected} is there; false if the process was killed before. */
  private boolean isDone(CompletableFuture<?> expected) {
    var end = CompletableFuture.anyOf(expected, process.onExit(), api.initError);
    try {
      end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (expected.isDone() || killed) {
        return expected.isDone();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError(printed("the function failed"), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError(printed("the function did not answer in " + PATIENCE), e);
    }
    throw new AssertionError(printed("the function ended"));
  }

  private String printed(String what) {
    return "%s; init error: %s%nstdout: %s%nstderr: %s"
        .formatted(what, api.initError.getNow("none"), stdout(), stderr());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    api.close();
    try (Stream<Path> files = Files.walk(temporary)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings of a {@link LocalLambda}. */
  public static final class Builder {
    private final URI ecr;
    private final URI eventBridge;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvmFlags = new ArrayList<>();
    private String function = "MirrorFunction";
    private boolean snapStart = true;

    private Builder(URI ecr, URI eventBridge) {
      this.ecr = ecr;
      this.eventBridge = eventBridge;
    }

    /** Another function, by its logical id in the template. */
    public Builder function(String logicalId) {
      function = logicalId;
      return this;
    }

    private String property(String path) {
      return "Resources/%s/Properties/%s".formatted(function, path);
    }

    /** Started for its first event, not for a snapshot. */
    public Builder onDemand() {
      snapStart = false;
      return this;
    }

    /** Instead of what the template says. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder jvmFlags(String... flags) {
      jvmFlags.addAll(List.of(flags));
      return this;
    }

    public LocalLambda start() {
      try {
        return new LocalLambda(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
