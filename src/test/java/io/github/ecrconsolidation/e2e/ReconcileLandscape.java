package io.github.ecrconsolidation.e2e;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.lambda.ReconcileHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.crac.Core;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * Both functions on a local registry whose push events nobody hears: what is pushed is missed until
 * the reconciler asks for it. What it asks for waits until a test delivers it.
 */
final class ReconcileLandscape implements AutoCloseable {
  static final String CONSOLIDATED = "data-platform-dev";
  static final String BACKEND = "ml-platform/backend";
  static final String ROLE = "arn:aws:iam::123456789012:role/mirror";

  final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  final List<String> requested = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final LocalEcr ecr = LocalEcr.builder().clock(clock).largestPage(2).start();
  final LocalEventBus bus;
  private final MirrorHandler mirror;
  private final ReconcileHandler reconcile;

  private ReconcileLandscape(URI sqs, Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("LEGACY_NAMESPACE", "ml-platform");
    environment.put("CONSOLIDATED_REPOSITORY", CONSOLIDATED);
    environment.put("MIRROR_ROLE_ARN", ROLE);
    environment.putIfAbsent("CREATE_CONSOLIDATED_REPOSITORY", "true");
    try {
      bus = LocalEventBus.start(Template.withDefaults(), (event, _) -> requested.add(event), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var retries = LocalClients.impatient();
    mirror =
        LocalFunctions.mirror(
            environment, ecr.endpoint(), bus.endpoint(), retries, clock, log::add);
    reconcile =
        LocalFunctions.reconcile(
            environment, ecr.endpoint(), bus.endpoint(), sqs, retries, clock, log::add);
  }

  /** Nothing but the account. */
  static ReconcileLandscape empty() {
    return new ReconcileLandscape(URI.create("http://127.0.0.1:1"), Map.of());
  }

  /**
   * On good ground: the consolidated repository with its tags and a lifecycle policy, mounting on,
   * the mirror's pulls do not count.
   */
  static ReconcileLandscape start() {
    return empty().prepared();
  }

  /** The same with a queue that is asked for its backlog. */
  static ReconcileLandscape withQueue(URI sqs, String url) {
    return new ReconcileLandscape(sqs, Map.of("MIRROR_QUEUE_URL", url)).prepared();
  }

  /** The same with a consolidated repository that belongs to Terraform. */
  static ReconcileLandscape ofForeignRepository() {
    return new ReconcileLandscape(
            URI.create("http://127.0.0.1:1"), Map.of("CREATE_CONSOLIDATED_REPOSITORY", "false"))
        .prepared();
  }

  private ReconcileLandscape prepared() {
    create(CONSOLIDATED, BACKEND);
    ecr.store().blobMounting(true);
    byHand(client -> client.registerPullTimeUpdateExclusion(it -> it.principalArn(ROLE)));
    tag(CONSOLIDATED, "ecr-consolidation:legacy-namespace", "ml-platform");
    tag(CONSOLIDATED, "ecr-consolidation:proved", "2026-01-01:" + Release.CURRENT);
    expire(CONSOLIDATED);
    ecr.audit().clear();
    return this;
  }

  void create(String... repositories) {
    for (var repository : repositories) {
      ecr.store().createRepository(RepositorySettings.named(repository));
    }
  }

  /** A small image of this name; equal names are equal images. */
  TestImage push(String repository, String name, String... tags) {
    var image = TestImages.image(name, 10);
    ecr.push(repository, image, tags);
    return image;
  }

  /** Removes a tag from the consolidated repository. */
  void remove(String tag) {
    byHand(client ->
        client.batchDeleteImage(it ->
            it.repositoryName(CONSOLIDATED)
                .imageIds(ImageIdentifier.builder().imageTag(tag).build())));
  }

  /** Gives a repository a lifecycle policy, which may have removed whatever is missing. */
  void expire(String repository) {
    byHand(client ->
        client.putLifecyclePolicy(
            it -> it.repositoryName(repository).lifecyclePolicyText("{\"rules\":[]}")));
  }

  /** Gives a repository a resource tag. */
  void tag(String repository, String key, String value) {
    byHand(client ->
        client.tagResource(it ->
            it.resourceArn(IamActions.arn(repository))
                .tags(Tag.builder().key(key).value(value).build())));
  }

  void byHand(Consumer<EcrClient> call) {
    try (var client = LocalClients.ecr(ecr.endpoint()).build()) {
      call.accept(client);
    }
  }

  /** Runs the reconciler with all the time it wants, and answers its result. */
  JsonObject reconcile(String input) {
    return reconcile(input, Duration.ofMinutes(15));
  }

  JsonObject reconcile(String input, Duration time) {
    return JsonObject.parse(LocalInvocation.answer(reconcile, input, time, log::add));
  }

  /** Lets the mirror do what was requested so far. */
  void mirrorRequested() {
    var waiting = new ArrayList<>(requested);
    requested.removeAll(waiting);
    for (var body : waiting) {
      mirror.handleRequest(
          Landscape.messages(body), LocalContext.withRemaining(Duration.ofMinutes(15), log::add));
    }
  }

  /** The tags, or digests of what has none, requested so far, in their order. */
  List<String> requests() {
    return requested.stream()
        .map(event -> JsonObject.parse(event).object("detail").orElseThrow())
        .map(detail ->
            detail
                .text("image-tag")
                .filter(tag -> !tag.isEmpty())
                .orElseGet(() -> detail.text("image-digest").orElseThrow()))
        .toList();
  }

  /** The last report in the log. */
  JsonObject report() {
    return JsonObject.parse(log.getLast());
  }

  static Map<String, Object> decisions(JsonObject result) {
    return result.object("decisions").orElseThrow().members();
  }

  /** What the findings of this severity say. */
  static List<String> findings(JsonObject result, String severity) {
    return result.objects("findings").stream()
        .filter(finding -> finding.text("severity").orElseThrow().equals(severity))
        .map(finding -> finding.text("what").orElseThrow())
        .toList();
  }

  Map<String, String> tags() {
    return ecr.store().tags(CONSOLIDATED);
  }

  /** What happens before a snapshot and after its restoration. */
  void snapshot() {
    reconcile.beforeCheckpoint(Core.getGlobalContext());
    reconcile.afterRestore(Core.getGlobalContext());
  }

  @Override
  public void close() {
    bus.close();
    ecr.close();
  }
}
