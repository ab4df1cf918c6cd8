package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.CleanupLandscape.ARCHIVE;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.DELETE;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.RecordingQueue;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.template.Permission;
import io.github.ecrconsolidation.template.Role;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The roles of the template allow what the functions do, and nothing else. Each function goes
 * through all it can do on the local registry; every request it sends is looked up in its role, and
 * every right of the role in the requests.
 */
class IamIT {
  private static final Template TEMPLATE =
      Template.deployed(Map.of("ConsolidatedRepository", CONSOLIDATED));
  private static final Map<String, String> OURS =
      Map.of(
          "events:source", "ecr-consolidation",
          "aws:TagKeys", "ecr-consolidation:deleted",
          "aws:ResourceTag/ecr-consolidation:legacy-namespace", "ml-platform");
  private static final String BUS =
      "arn:aws:events:%s:%s:event-bus/default".formatted(Template.REGION, Template.ACCOUNT);

  /** Another environment's. */
  private static final String PROD = "data-platform-prod";

  /** The services whose rights are compared; logs and traces are written by Lambda itself. */
  private static final Set<String> COMPARED = Set.of("ecr", "events", "sqs");

  /** All that changes something in a repository (Service Authorization Reference, "Write"). */
  private static final List<String> WRITES =
      List.of(
          "BatchDeleteImage",
          "BatchImportUpstreamImage",
          "CompleteLayerUpload",
          "CreateRepository",
          "DeleteLifecyclePolicy",
          "DeleteRepository",
          "DeleteRepositoryPolicy",
          "InitiateLayerUpload",
          "PutImage",
          "PutImageScanningConfiguration",
          "PutImageTagMutability",
          "PutLifecyclePolicy",
          "ReplicateImage",
          "SetRepositoryPolicy",
          "StartImageScan",
          "StartLifecyclePolicyPreview",
          "TagResource",
          "UntagResource",
          "UpdateImageStorageClass",
          "UploadLayerPart");

  private static final List<String> DELETIONS = List.of("BatchDeleteImage", "DeleteRepository");

  /** Near the legacy namespace, inside and outside of it. */
  private static final List<String> REPOSITORIES =
      List.of(
          CONSOLIDATED,
          "ml-platform",
          "ml-platform/backend",
          "ml-platform/ml/train",
          "ml-platform-2/backend",
          "data-platform-prod",
          "other/ml-platform/backend");

  /** What has a role of its own. */
  enum Function {
    MIRROR("MirrorFunction"),
    RECONCILE("ReconcileFunction"),
    CLEANUP("CleanupFunction");

    private final String id;

    Function(String id) {
      this.id = id;
    }

    /** The rights it needs although no request of its own shows it. */
    List<Permission> unseen() {
      return switch (this) {
        // Lambda's event source mapping consumes the queue in the name of the function's role.
        case MIRROR ->
            List.of(
                new Permission("sqs:ReceiveMessage", "MirrorQueue.Arn"),
                new Permission("sqs:DeleteMessage", "MirrorQueue.Arn"),
                new Permission("sqs:GetQueueAttributes", "MirrorQueue.Arn"));
        // Lambda reports an asynchronous run that failed in the name of the function's role.
        case RECONCILE -> List.of(new Permission("sqs:SendMessage", "JobDeadLetterQueue.Arn"));
        // Which repositories mirror the namespace is found out by asking each for its tags.
        case CLEANUP ->
            List.of(
                new Permission("sqs:SendMessage", "JobDeadLetterQueue.Arn"),
                new Permission("ecr:ListTagsForResource", IamActions.arn("*")));
      };
    }

    Role role() {
      return Role.ofFunction(TEMPLATE, id);
    }
  }

  private static final Map<Function, Set<Permission>> SEEN = new LinkedHashMap<>();

  @BeforeAll
  static void letEachDoAllItCan() throws IOException {
    SEEN.put(Function.MIRROR, mirror());
    SEEN.put(Function.RECONCILE, reconcile());
    SEEN.put(Function.CLEANUP, cleanUp());
  }

  // --- what was done, and what is allowed

  @ParameterizedTest
  @EnumSource
  void everythingAFunctionDoesIsAllowed(Function function) {
    assertThat(seen(function)).isNotEmpty();
    assertThat(seen(function))
        .as("%s must allow", function.role())
        .allMatch(done -> function.role().allows(done, OURS));
  }

  @ParameterizedTest
  @EnumSource
  void everythingThatIsAllowedIsDone(Function function) {
    var superfluous =
        function.role().allowed().stream()
            .filter(it -> COMPARED.contains(it.action().split(":", 2)[0]))
            .filter(it -> !function.unseen().contains(it))
            .filter(it ->
                seen(function).stream().noneMatch(done -> justifies(done, it, function.role())));

    assertThat(superfluous).as("%s allows without need", function.role()).isEmpty();
  }

  /** A right on everything is justified only by a request about everything. */
  private static boolean justifies(Permission done, Permission right, Role role) {
    var onEverything =
        !role.isBoundByTag(right)
            && (right.resource().equals("*") || right.resource().endsWith(":repository/*"));
    return onEverything
        ? right.resource().equals(done.resource()) && Role.covers(right, done)
        : Role.covers(right, done);
  }

  @ParameterizedTest
  @EnumSource
  void theRightsThatNoRequestShowsAreThereAndAreNotShown(Function function) {
    assertThat(function.unseen())
        .isSubsetOf(function.role().allowed())
        .doesNotContainAnyElementsOf(seen(function));
  }

  @ParameterizedTest
  @EnumSource
  void rightsAreNamedOneByOne(Function function) {
    assertThat(function.role().allowed()).noneMatch(right -> right.action().contains("*"));
  }

  @ParameterizedTest
  @EnumSource
  void nobodyPublishesInTheNameOfOthers(Function function) {
    var publish = new Permission("events:PutEvents", BUS);

    assertThat(function.role().allows(publish, OURS)).isTrue();
    assertThat(function.role().allows(publish, Map.of("events:source", "somebody"))).isFalse();
    assertThat(function.role().allows(publish, Map.of())).isFalse();
  }

  // --- what must never be allowed

  @Test
  void theMirrorDeletesNowhereAndWritesToTheConsolidatedRepositoryOnly() {
    assertThat(allowed(Function.MIRROR, DELETIONS)).isEmpty();
    assertThat(allowed(Function.MIRROR, WRITES))
        .isNotEmpty()
        .allMatch(it -> it.resource().equals(IamActions.arn(CONSOLIDATED)));
  }

  @Test
  void theReconcilerPullsAndWritesNowhere() {
    var pulls = List.of("BatchGetImage", "GetDownloadUrlForLayer");

    assertThat(allowed(Function.RECONCILE, pulls)).isEmpty();
    assertThat(allowed(Function.RECONCILE, WRITES)).isEmpty();
    assertThat(
            Function.RECONCILE
                .role()
                .allows(new Permission("ecr:GetAuthorizationToken", "*"), Map.of()))
        .isFalse();
  }

  @Test
  void theCleanUpWritesAndDeletesInTheLegacyNamespaceOnly() {
    assertThat(allowed(Function.CLEANUP, WRITES))
        .isNotEmpty()
        .allMatch(it -> it.resource().startsWith(IamActions.arn("ml-platform/")))
        .noneMatch(it -> it.action().equals("ecr:PutImage"));
  }

  @ParameterizedTest
  @CsvSource({
    "MIRROR, BatchDeleteImage, *",
    "MIRROR, DeleteRepository, *",
    "RECONCILE, BatchGetImage, *",
    "RECONCILE, PutImage, *",
    "RECONCILE, BatchDeleteImage, *",
    "RECONCILE, DeleteRepository, *",
    "CLEANUP, PutImage, data-platform-dev",
    "CLEANUP, BatchDeleteImage, data-platform-dev",
    "CLEANUP, DeleteRepository, data-platform-dev",
    "CLEANUP, UpdateImageStorageClass, data-platform-dev",
    "CLEANUP, PutLifecyclePolicy, data-platform-dev",
    "CLEANUP, SetRepositoryPolicy, data-platform-dev"
  })
  void noFurtherPolicyCouldAllowTheWorst(Function function, String action, String repository) {
    assertThat(REPOSITORIES)
        .filteredOn(it -> repository.equals("*") || repository.equals(it))
        .isNotEmpty()
        .allMatch(it ->
            function.role().denies(new Permission("ecr:" + action, IamActions.arn(it)), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-platform-staging", "images"})
  void theRolesFollowTheParameters(String consolidated) {
    var template =
        Template.deployed(
            Map.of("ConsolidatedRepository", consolidated, "LegacyNamespace", "old/things"));
    var role = Role.ofFunction(template, "CleanupFunction");
    var legacy = new Permission("ecr:BatchDeleteImage", IamActions.arn("old/things/backend"));
    var mirrored = new Permission("ecr:BatchDeleteImage", IamActions.arn(consolidated));
    var former = new Permission("ecr:BatchDeleteImage", IamActions.arn("ml-platform/backend"));

    assertThat(role.allows(legacy, Map.of())).isTrue();
    assertThat(role.denies(mirrored, Map.of())).isTrue();
    assertThat(role.allows(former, Map.of())).isFalse();
  }

  private static List<Permission> allowed(Function function, List<String> actions) {
    return actions.stream()
        .flatMap(action ->
            REPOSITORIES.stream()
                .map(repository -> new Permission("ecr:" + action, IamActions.arn(repository))))
        .filter(it -> function.role().allows(it, Map.of()))
        .toList();
  }

  private static Set<Permission> seen(Function function) {
    return SEEN.getOrDefault(function, Set.of());
  }

  // --- all they can do

  /**
   * Mounts, copies, refuses; images, indexes, signatures, referrers, foreign layers; tags others
   * could claim.
   */
  private static Set<Permission> mirror() {
    try (var landscape = Landscape.empty()) {
      var immutable =
          new TagMutability(TagMutability.Mode.IMMUTABLE_WITH_EXCLUSION, List.of("*latest"));
      landscape.create(RepositorySettings.named(CONSOLIDATED).with(immutable));
      landscape.create(RepositorySettings.named(BACKEND));
      landscape.create(RepositorySettings.named("ml-platform/backend-api"));
      landscape.snapshot();
      landscape.push(BACKEND, TestImages.image("streamed", 300), "v1");
      landscape.deliverLast();
      landscape.deliverAll();
      landscape.ecr.store().blobMounting(true);
      var image = landscape.push(BACKEND, TestImages.image("mounted", 200), "v2", "latest");
      landscape.deliverAll();
      landscape.push(BACKEND, TestImages.twoPlatforms("index", Attestations.WITH_SUBJECT), "v3");
      landscape.push(BACKEND, TestImages.cosignSignature(image), image.signatureTag(".sig"));
      landscape.push(BACKEND, TestImages.referrer(image, "application/spdx+json"));
      landscape.push(BACKEND, TestImages.withPushedForeignLayer("windows"), "v4");
      landscape.push(BACKEND, TestImages.image("other", 100), "v1", "latest", "api-v1");
      landscape.deliverAll();
      landscape.deliver("not an event");

      assertThat(outcomes(landscape.log))
          .contains("Mirrored", "AlreadyMirrored", "Refused", "NothingToDo");
      assertThat(landscape.log)
          .anyMatch(line -> line.contains("\"streamedBlobs\":2"))
          .anyMatch(line -> line.contains("AmbiguousTag"));
      return done(landscape.ecr, landscape.bus);
    }
  }

  /** Looks at the ground, compares, asks; with a queue that is asked for its backlog. */
  private static Set<Permission> reconcile() throws IOException {
    try (var queue = new RecordingQueue();
        var landscape = ReconcileLandscape.withQueue(queue.endpoint(), queue.url())) {
      landscape.snapshot();
      landscape.push(BACKEND, "api", "v1");
      landscape.reconcile("{\"preflight\":true}");
      landscape.reconcile("{\"dryRun\":true}");
      landscape.reconcile("{}");
      landscape.clock.advance(Duration.ofDays(400));
      landscape.reconcile("{\"backfill\":true}");

      assertThat(landscape.requests()).containsExactly("v1", "v1");
      var done = done(landscape.ecr, landscape.bus);
      queue.operations().forEach(it -> done.add(new Permission("sqs:" + it, "MirrorQueue.Arn")));
      return done;
    }
  }

  /** Reports, archives, restores, deletes images and repositories, probes and stops. */
  private static Set<Permission> cleanUp() {
    try (var landscape = new CleanupLandscape()) {
      var image = TestImages.image("api", 300, 2_000_000);
      landscape.mirrored(BACKEND, image, "v1", "latest");
      landscape.mirrored(BACKEND, TestImages.cosignSignature(image), image.signatureTag(".sig"));
      landscape.mirrored(WEB, TestImages.twoPlatforms("web", Attestations.PLAIN), "v1");
      var windows = TestImages.withPushedForeignLayer("windows");
      landscape.mirrored(BACKEND, windows, "windows");
      landscape.environment(PROD);
      landscape.ecr.push(PROD, image, "backend-v1", "backend-latest");
      landscape.ecr.push(PROD, TestImages.cosignSignature(image), image.signatureTag(".sig"));
      landscape.ecr.push(PROD, TestImages.twoPlatforms("web", Attestations.PLAIN), "web-v1");
      landscape.ecr.push(PROD, windows, "backend-windows");
      landscape.snapshot();
      landscape.days(31);
      landscape.run("{\"cutoverDate\":\"2026-01-01\"}");
      landscape.run(ARCHIVE);
      landscape.run("{\"restore\":\"ml-platform/backend\"}");
      landscape.ecr.push(WEB, TestImages.twoPlatforms("not mirrored", Attestations.PLAIN), "v2");
      landscape.days(60);
      landscape.run(DELETE);
      landscape.mirrored(BACKEND, TestImages.image("late", 100), "v9");
      landscape.ecr.push(PROD, TestImages.image("late", 100), "backend-v9");
      landscape.days(31);
      landscape.run(DELETE.replace("}", ",\"deleteEmptyRepositories\":true}"));

      assertThat(landscape.ecr.store().digests(WEB)).isNotEmpty();
      assertThat(landscape.writes())
          .contains(
              "UpdateImageStorageClass " + BACKEND,
              "BatchDeleteImage " + WEB,
              "DeleteRepository " + BACKEND);
      return done(landscape.ecr, landscape.bus);
    }
  }

  /** The requests so far, all of them the function's: what a test does goes past the audit. */
  private static Set<Permission> done(LocalEcr ecr, LocalEventBus bus) {
    var order = Comparator.comparing(Permission::toString);
    var done = new TreeSet<Permission>(order);
    ecr.audit().entries().stream().flatMap(IamActions::of).forEach(done::add);
    var published = bus.events().stream().filter(it -> !it.source().equals("aws.ecr")).toList();
    if (!published.isEmpty()) {
      assertThat(published).allMatch(it -> it.source().equals("ecr-consolidation"));
      done.add(new Permission("events:PutEvents", BUS));
    }
    return done;
  }

  private static List<String> outcomes(List<String> log) {
    return log.stream().flatMap(line -> JsonObject.parse(line).text("outcome").stream()).toList();
  }
}
