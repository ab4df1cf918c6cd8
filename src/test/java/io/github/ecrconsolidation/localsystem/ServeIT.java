package io.github.ecrconsolidation.localsystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.Programs;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What README.md lets a reader do with the server, word for word but for the port. */
class ServeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void theExampleNeedsNothingThatTheReaderDoesNotHave(@TempDir Path directory) throws Exception {
    Programs.require("skopeo");
    var lines =
        Files.readAllLines(Path.of("README.md")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("skopeo ") && line.contains("127.0.0.1:4510"))
            .toList();
    assertThat(lines).hasSize(2);
    try (var system = Serve.start(0)) {
      var address = system.endpoint().getAuthority();
      var login = directory.resolve("auth.json").toString();
      run(
          "skopeo login --tls-verify=false -u AWS -p %s %s".formatted(system.password(), address),
          login);
      run(lines.getFirst().replace("127.0.0.1:4510", address), login);
      system.awaitIdle(PATIENCE);

      var inspected = run(lines.getLast().replace("127.0.0.1:4510", address), login);

      assertThat(inspected).contains("data-platform-dev", "\"backend-v2\"", "\"sample-v1\"");
    }
  }

  private static String run(String line, String login) throws Exception {
    var command = List.of("env", "REGISTRY_AUTH_FILE=" + login, "sh", "-c", line);
    return Programs.run(command.toArray(String[]::new));
  }

  /** Nothing that was started before keeps the process. */
  @ParameterizedTest
  @ValueSource(strings = {"70000", "abc", ""})
  void refusesWhatIsNoPort(String port) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dport=" + port,
                "-cp",
                System.getProperty("java.class.path"),
                Serve.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var printed = process.inputReader()) {
      assertThat(printed.readLine())
          .isEqualTo("'%s' is not a port; choose one with -Dport=".formatted(port));
      assertThat(process.waitFor()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  /** As prove wires its clients from the environment. */
  @Test
  void hasTheRulesAndQueuesThatProveMakes() throws Exception {
    try (var system = Serve.start(0)) {
      var variables = system.environment();

      try (var rules =
              LocalClients.eventBridge(URI.create(variables.get("AWS_ENDPOINT_URL_EVENTBRIDGE")))
                  .build();
          var queues =
              LocalClients.sqs(URI.create(variables.get("AWS_ENDPOINT_URL_SQS"))).build()) {
        assertThat(rules.listRules(it -> it.namePrefix("ecr-consolidation-proof-")).rules())
            .isEmpty();
        assertThat(queues.listQueues().queueUrls()).isEmpty();
      }
      assertThat(variables).containsEntry("AWS_ENDPOINT_URL_ECR", system.endpoint().toString());
    }
  }
}
