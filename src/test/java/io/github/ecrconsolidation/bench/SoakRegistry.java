package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * What teams do to a registry, by chance, and what has to come of it.
 *
 * <p>Tags of {@code moving} repositories move to and fro among old and new images; nobody pushes
 * them directly. Tags of {@code switching} ones are pushed by their old names and directly, each
 * time another image. To those of {@code racing} ones somebody pushes directly while they are being
 * mirrored, too, which may lose (decision 8).
 */
final class SoakRegistry {
  static final String CONSOLIDATED = "data-platform-dev";
  private static final List<String> MOVING =
      List.of("ml-platform/backend", "ml-platform/backend-api", "ml-platform/ml/train");
  private static final String SWITCHING = "ml-platform/web";
  private static final String RACING = "ml-platform/racing";
  private static final List<String> TAGS = List.of("v1", "v2", "v3", "latest", "main");

  private final LocalEcr ecr;
  private final SoakLedger ledger;
  private final Random random;
  private final EcrClient client;
  private final Map<String, List<TestImage>> pushed = new HashMap<>();
  private final List<TestImage> referrers = new ArrayList<>();

  /** By target: the image that was pushed there directly, and nothing by the old name since. */
  private final Map<String, String> direct = new ConcurrentHashMap<>();

  private final Map<String, Integer> done = new TreeMap<>();
  private int names;

  SoakRegistry(LocalEcr ecr, SoakLedger ledger, long seed) {
    this.ecr = ecr;
    this.ledger = ledger;
    this.random = new Random(seed);
    this.client = LocalClients.ecr(ecr.endpoint()).build();
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    for (var repository : repositories()) {
      ecr.clock().advance(Duration.ofMinutes(1));
      ecr.store().createRepository(RepositorySettings.named(repository));
    }
  }

  /** All legacy repositories, the oldest first. */
  static List<String> repositories() {
    var all = new ArrayList<>(MOVING);
    all.add(SWITCHING);
    all.add(RACING);
    return all;
  }

  /** One thing that somebody does. Moments differ, as what came later decides. */
  void step() {
    ecr.clock().advance(Duration.ofSeconds(1));
    var moving = any(MOVING);
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5 -> legacy("pushes", moving, any(TAGS), anew(moving));
      case 6, 7, 8 -> known(moving, image -> legacy("retags", moving, any(TAGS), image));
      case 9 -> known(any(MOVING), image -> copy(moving, image));
      case 10 -> known(moving, image -> signature(moving, image));
      case 11, 12 -> known(moving, image -> referrer(moving, image));
      case 13 -> legacy("ambiguous", "ml-platform/backend", "api-v1", anew(moving));
      case 14 -> legacy("overlong", moving, "x".repeat(125 + random.nextInt(100)), anew(moving));
      case 15 -> gone(moving);
      case 16, 17 -> switching();
      case 18, 19, 20 -> direct(SWITCHING, any(TAGS), true);
      case 21 -> legacy("pushes", RACING, any(TAGS), anew(RACING));
      case 22 -> direct(RACING, any(TAGS), false);
      default -> mounting();
    }
  }

  private void switching() {
    legacy("pushes", SWITCHING, any(TAGS), anew(SWITCHING));
  }

  private void legacy(String kind, String repository, String tag, TestImage image) {
    count(kind);
    direct.remove(target(repository, tag));
    push(repository, image, tag);
    pushed(repository).add(image);
  }

  /** To a tag of its own: a tag that moves back from such an image is left (decision 8). */
  private void copy(String repository, TestImage image) {
    count("copies");
    push(repository, image, "copy" + names++);
  }

  /** Of each repository another image, so that no digest is in two unless it was copied. */
  private TestImage anew(String repository) {
    var name = repository + " " + names++;
    return switch (random.nextInt(12)) {
      case 0 -> TestImages.twoPlatforms(name, any(List.of(Attestations.values())));
      case 1 -> TestImages.dockerImage(name, 5000, 200);
      case 2 -> TestImages.withForeignLayer(name);
      case 3 -> TestImages.withPushedForeignLayer(name);
      case 4 -> TestImages.withEmptyUrls(name);
      case 5 -> TestImages.helmChart(name);
      case 6 -> TestImages.image(name, 3_000_000, 400_000, 10);
      case 7, 8 ->
          pushed(repository).isEmpty()
              ? TestImages.image(name, 700)
              : TestImages.index(TestImages.image(name, 400), any(pushed(repository)));
      default -> TestImages.image(name, 20_000 + random.nextInt(50_000), 300);
    };
  }

  private void known(String repository, Consumer<TestImage> action) {
    if (!pushed(repository).isEmpty()) {
      action.accept(any(pushed(repository)));
    }
  }

  private void signature(String repository, TestImage image) {
    count("signatures");
    push(repository, TestImages.cosignSignature(image), image.signatureTag(".sig"));
  }

  private void referrer(String repository, TestImage image) {
    if (ecr.store().digests(repository).contains(image.digest())) {
      count("referrers");
      var sbom = TestImages.referrer(image, "application/vnd.sbom" + random.nextInt(3));
      push(repository, sbom);
      var signature = TestImages.referrer(sbom, "application/vnd.signature");
      push(repository, signature);
      referrers.add(sbom);
      referrers.add(signature);
    }
  }

  /** A tag that comes and goes; mirrored or not, nothing is to be said of its target. */
  private void gone(String repository) {
    var tag = "gone" + names++;
    var image = anew(repository);
    push(repository, image, tag);
    if (random.nextBoolean()) {
      push(repository, image, any(TAGS));
      pushed(repository).add(image);
    }
    try {
      var id = ImageIdentifier.builder().imageTag(tag).build();
      client.batchDeleteImage(request -> request.repositoryName(repository).imageIds(id));
      count("deleted tags");
    } catch (SdkException _) {
      // By chance: then it stays.
    }
  }

  private void direct(String repository, String tag, boolean unlessBusy) {
    var target = target(repository, tag);
    var image = TestImages.image("direct " + names++, 500);
    Runnable push =
        () -> {
          direct.put(target, image.digest());
          push(CONSOLIDATED, image, target);
        };
    if (!unlessBusy) {
      push.run();
      count("racing direct pushes");
    } else if (ledger.unlessBusy(repository + ":" + tag, push)) {
      count("direct pushes");
    }
  }

  private void mounting() {
    count("changes of blob mounting");
    ecr.store().blobMounting(random.nextInt(3) > 0);
  }

  private void push(String repository, TestImage image, String... tags) {
    image.pushTo(new StoreSink(ecr.store(), repository), tags);
  }

  private List<TestImage> pushed(String repository) {
    return pushed.computeIfAbsent(repository, _ -> new ArrayList<>());
  }

  private <T> T any(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private void count(String kind) {
    done.merge(kind, 1, Integer::sum);
  }

  Map<String, Integer> done() {
    return done;
  }

  private static String target(String repository, String tag) {
    return repository.substring("ml-platform/".length()).replace('/', '-') + "-" + tag;
  }

  /** Where an image was pushed directly and has to stay: another one there is a step back. */
  boolean isStepBack(String target, String digest) {
    var newer = direct.get(target);
    return newer != null && !newer.equals(digest) && target.startsWith("web-");
  }

  /** What is not as it has to be when everything is mirrored. */
  List<String> discrepancies() {
    var found = new ArrayList<String>();
    var targets = ecr.store().tags(CONSOLIDATED);
    for (var repository : repositories()) {
      ecr.store()
          .tags(repository)
          .forEach((tag, digest) -> {
            var target = tag.startsWith("sha256-") ? tag : target(repository, tag);
            var current = targets.get(target);
            var last = direct.getOrDefault(target, digest);
            var mayLose = repository.equals(RACING) && digest.equals(current);
            if (hasTarget(repository, tag) && !last.equals(current) && !mayLose) {
              found.add(
                  "%s:%s is %s, its target %s is %s instead of %s"
                      .formatted(repository, tag, digest, target, current, last));
            }
          });
    }
    var mirrored = ecr.store().digests(CONSOLIDATED);
    referrers.stream()
        .filter(referrer -> mirrored.contains(subject(referrer)))
        .filter(referrer -> !mirrored.contains(referrer.digest()))
        .filter(referrer -> isInLegacy(referrer.digest()))
        .forEach(referrer -> found.add("referrer missing: " + referrer.digest()));
    return found;
  }

  private static boolean hasTarget(String repository, String tag) {
    return tag.length() < 100 && !(repository.endsWith("/backend") && tag.startsWith("api-"));
  }

  private boolean isInLegacy(String digest) {
    return repositories().stream().anyMatch(name -> ecr.store().digests(name).contains(digest));
  }

  private static String subject(TestImage referrer) {
    return JsonObject.parse(referrer.root().text())
        .object("subject")
        .flatMap(it -> it.text("digest"))
        .orElseThrow();
  }

  void close() {
    client.close();
  }
}
