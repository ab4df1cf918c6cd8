package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalLambda;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ships, started as Lambda starts it: the packaged classes and jars under AWS's runtime. */
class RuntimeInterfaceIT {
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final String NO_FAILURES = "{\"batchItemFailures\":[]}";

  private final List<String> pushes = new CopyOnWriteArrayList<>();
  private final TestImage image = TestImages.image("api", 3000, 200);

  /** The function has the real clock, and a token must not be old when it is new. */
  private final LocalClock clock = LocalClock.at(Instant.now());

  private final LocalEventBus bus =
      LocalEventBus.start(Template.withDefaults(), (event, _) -> pushes.add(event), clock);
  private final LocalEcr ecr = LocalEcr.builder().clock(clock).events(bus::accept).start();

  RuntimeInterfaceIT() throws IOException {}

  @BeforeEach
  void createRepositories() {
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
  }

  @AfterEach
  void close() {
    ecr.close();
    bus.close();
  }

  @Test
  void mirrorsAPushThatComesFromTheQueue() {
    try (var lambda = function().onDemand().start()) {
      lambda.awaitReady();

      var answer = lambda.deliver(push("v1.0.0"));

      assertThat(answer).isEqualTo(NO_FAILURES);
      assertThat(ecr.store().tags(CONSOLIDATED)).containsEntry("backend-v1.0.0", image.digest());
      assertThat(bus.events("Image Mirrored")).hasSize(1);
    }
  }

  @Test
  void warmsUpBeforeTheSnapshotWithoutChangingAnything() {
    try (var lambda = function().start()) {
      lambda.awaitCheckpoint();

      assertThat(operations())
          .containsExactlyInAnyOrder("GetAuthorizationToken", "DescribeImages", "GET base");
      assertThat(ecr.audit().count(entry -> entry.status() >= 500)).isZero();
      assertThat(bus.events()).isEmpty();
      assertThat(lambda.stdout()).isEmpty();
    }
  }

  @Test
  void takesNoConnectionIntoTheSnapshot() throws IOException {
    try (var lambda = function().start()) {
      var process = lambda.awaitCheckpoint().procFiles().orSkip();

      assertThat(process.connectionsTo(ecr.endpoint())).isZero();
      lambda.restore().deliver(push("v1"));
      assertThat(process.connectionsTo(ecr.endpoint())).isPositive();
    }
  }

  @Test
  void mirrorsAfterARestoreWithATokenOfItsOwn() {
    try (var lambda = function().start()) {
      lambda.awaitCheckpoint();
      ecr.audit().clear();

      var answer = lambda.restore().deliver(push("v1"));

      assertThat(answer).isEqualTo(NO_FAILURES);
      assertThat(ecr.store().tags(CONSOLIDATED)).containsEntry("backend-v1", image.digest());
      assertThat(ecr.audit().count("GetAuthorizationToken")).isEqualTo(1);
    }
  }

  @Test
  void publishesEvenIfTheRegistryCanNotBeReached() throws IOException {
    try (var lambda = LocalLambda.builder(nobody(), bus.endpoint()).start()) {
      lambda.awaitCheckpoint();

      assertThat(lambda.stdout()).hasSize(1);
      var warning = JsonObject.parse(lambda.stdout().getFirst());
      assertThat(warning.text("level")).contains("WARN");
      assertThat(warning.text("message").orElse(""))
          .startsWith("warmed up without the registry")
          .contains("DescribeImages " + CONSOLIDATED);
      lambda.restore();
    }
  }

  @Test
  void refusesToStartWithWrongSettingsAndListsThemAll() {
    var wrong =
        function()
            .environment("LEGACY_NAMESPACE", "")
            .environment("CONSOLIDATED_REPOSITORY", "No Repository")
            .environment("SERVICE_PREFIXES", "backend");
    try (var lambda = wrong.start()) {
      var error = JsonObject.parse(lambda.awaitInitError());

      assertThat(error.text("errorType")).contains("java.lang.IllegalArgumentException");
      assertThat(error.text("errorMessage").orElse(""))
          .contains("LEGACY_NAMESPACE is not set")
          .contains("CONSOLIDATED_REPOSITORY is not an ECR repository name")
          .contains("SERVICE_PREFIXES has 'backend'");
    }
  }

  @Test
  void printsOneLineOfJsonForEachMessageAndNothingElse() {
    try (var lambda = function().start()) {
      lambda.awaitCheckpoint().restore();

      lambda.deliver(push("v1"));
      lambda.deliver(push("v2"));
      lambda.deliver("no event");

      assertThat(lambda.stdout())
          .extracting(line -> JsonObject.parse(line).text("outcome").orElse("none"))
          .containsExactly("Mirrored", "Mirrored", "Refused");
      assertThat(lambda.stderr())
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("Picked up JAVA_TOOL_OPTIONS: -XX:Tier4InvocationThreshold=");
    }
  }

  /** The runtime finds their method by reflection, in whichever class has it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ReconcileFunction | {"dryRun":true} | reconcile
          CleanupFunction   | {}              | report
          """)
  void answersForAScheduleAfterARestore(String function, String input, String mode) {
    push("v1");

    try (var lambda = function().function(function).start()) {
      var answer = lambda.awaitCheckpoint().restore().invoke(input);

      assertThat(answer.map(JsonObject::parse).flatMap(it -> it.text("mode"))).contains(mode);
    }
  }

  private LocalLambda.Builder function() {
    return LocalLambda.builder(ecr.endpoint(), bus.endpoint());
  }

  /** Pushes the image under this tag, and answers the event of it. */
  private String push(String tag) {
    ecr.push(LEGACY, image, tag);
    return pushes.getLast();
  }

  private List<String> operations() {
    return ecr.audit().entries().stream().map(Audit.Entry::operation).toList();
  }

  /** An address where nothing listens. */
  private static URI nobody() throws IOException {
    try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
