package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.ReconcileLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.PolicyKind;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stack beside a repository that Terraform owns, from the deploy to the clean-up: the functions
 * get the environment that the deployed template gives them.
 */
class ForeignRepositoryIT {
  private static final Duration INVOCATION = Duration.ofMinutes(15);
  private static final String PREFLIGHT = "{\"preflight\":true}";
  private static final String DELETE = "{\"cutoverDate\":\"2026-01-01\",\"mode\":\"delete\"}";

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private LocalEventBus bus;
  private LocalEcr ecr;
  private ModelStack stack;

  @BeforeEach
  void deploy() throws IOException {
    // The rules of the template are the same whoever owns the repository.
    bus = LocalEventBus.start(Template.withDefaults(), (event, _) -> events.add(event), clock);
    ecr = LocalEcr.builder().clock(clock).events(bus::accept).start();
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.store().createRepository(RepositorySettings.named(BACKEND));
    ecr.store().policy(CONSOLIDATED, PolicyKind.ACCESS, "{\"set\":\"by Terraform\"}");
    stack = new ModelStack(ecr, new ArrayList<>());
    stack.deploy(Map.of("CreateConsolidatedRepository", "false"));
  }

  @AfterEach
  void stop() {
    ecr.close();
    bus.close();
  }

  @Test
  void theStackHasNoRepositoryAndLeavesTheForeignOneAsItIs() {
    assertThat(stack.template().has("Resources/ConsolidatedEcrRepository")).isFalse();

    stack.deploy(Map.of("ReconcileWindowDays", "7"));
    stack.delete();

    assertThat(new RepositoryHandler(ecr.endpoint()).settings(CONSOLIDATED))
        .containsEntry("policy", "{\"set\":\"by Terraform\"}")
        .containsEntry("mutable", "[]")
        .containsEntry("tags", "{}");
  }

  @Test
  void aPushIsMirroredIntoIt() {
    var image = TestImages.image("api", 300);
    ecr.push(BACKEND, image, "v1");

    mirror();

    assertThat(ecr.store().tags(CONSOLIDATED)).containsEntry("backend-v1", image.digest());
  }

  @Test
  void thePreflightNamesLinesOfTerraformUntilItsOwnerHasSetThem() throws IOException {
    var before = reconcile();
    assertThat(before.objects("findings")).noneMatch(finding -> finding.has("parameter"));
    assertThat(before.objects("findings").stream().flatMap(it -> it.text("terraform").stream()))
        .anyMatch(lines -> lines.contains("ecr-consolidation:legacy-namespace"));

    nameTheNamespace();

    assertThat(findings(reconcile(), "error")).isEmpty();
    assertThat(findings(reconcile(), "warning"))
        .noneMatch(what -> what.contains("legacy-namespace"));
  }

  @Test
  void theCleanUpRemovesNothingUntilItNamesItsNamespace() throws IOException {
    ecr.push(BACKEND, TestImages.image("api", 300), "v1");
    mirror();
    clock.advance(Duration.ofDays(31));

    assertThatThrownBy(this::cleanUp).hasMessageContaining("expected the resource tag");
    assertThat(ecr.store().tags(BACKEND)).containsOnlyKeys("v1");

    nameTheNamespace();
    cleanUp();
    assertThat(ecr.store().tags(BACKEND)).isEmpty();
    assertThat(ecr.store().tags(CONSOLIDATED)).containsOnlyKeys("backend-v1");
  }

  private void nameTheNamespace() {
    ecr.store().tagResource(CONSOLIDATED, Map.of(NamespaceTag.KEY, "ml-platform"));
  }

  private Map<String, String> environment(String function) {
    var environment = new HashMap<String, String>();
    stack
        .template()
        .map("Resources/%s/Properties/Environment/Variables".formatted(function))
        .forEach((name, value) -> environment.put(name, value.toString()));
    // Resources of the stack that are not here.
    environment.remove("MIRROR_QUEUE_URL");
    environment.computeIfPresent("MIRROR_ROLE_ARN", (_, _) -> ReconcileLandscape.ROLE);
    return environment;
  }

  private void mirror() {
    var mirror =
        LocalFunctions.mirror(
            environment("MirrorFunction"),
            ecr.endpoint(),
            bus.endpoint(),
            LocalClients.impatient(),
            clock,
            log::add);
    for (var event : List.copyOf(events)) {
      mirror.handleRequest(
          Landscape.messages(event), LocalContext.withRemaining(INVOCATION, log::add));
    }
  }

  private JsonObject reconcile() throws IOException {
    return run(
        LocalFunctions.reconcile(
            environment("ReconcileFunction"),
            ecr.endpoint(),
            bus.endpoint(),
            bus.endpoint(),
            LocalClients.impatient(),
            clock,
            log::add),
        PREFLIGHT);
  }

  private JsonObject cleanUp() throws IOException {
    return run(
        LocalFunctions.cleanup(
            environment("CleanupFunction"),
            ecr.endpoint(),
            bus.endpoint(),
            LocalClients.impatient(),
            clock,
            log::add),
        DELETE);
  }

  private JsonObject run(RequestStreamHandler function, String input) {
    return JsonObject.parse(LocalInvocation.answer(function, input, INVOCATION, log::add));
  }
}
