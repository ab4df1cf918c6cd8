package io.github.ecrconsolidation.localsystem;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.RegistryHttp;
import io.github.ecrconsolidation.localecr.RegistrySink;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The main job, to be watched: pushes images to legacy repositories of a {@link LocalSystem}, waits
 * until they are mirrored, compares every digest, and lets the legacy images go when their time has
 * come. Ends with 0 only if nothing is lost.
 */
final class Demo implements AutoCloseable {
  private static final String BACKEND = "ml-platform/backend";
  private static final String FRONTEND = "ml-platform/frontend";
  private static final String VAULT = "ml-platform/vault";
  private static final List<String> LEGACY = List.of(BACKEND, FRONTEND, VAULT);
  private static final String ROW = "%-28s %-42s %-19s %7s %7s %10s %8s %6s  %s%n";

  private final LocalSystem system = LocalSystem.start(0);
  private final RegistryHttp http =
      new RegistryHttp(system.endpoint(), RegistryHttp.basic("AWS:" + system.password()));

  private Demo() throws IOException {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean equal;
    try (var demo = new Demo()) {
      demo.push();
      demo.loseAnEvent();
      demo.system.awaitIdle(Duration.ofMinutes(1));
      demo.reconcile();
      demo.system.awaitIdle(Duration.ofMinutes(1));
      equal = demo.report() && demo.cleanUp();
    }
    System.exit(equal ? 0 : 1);
  }

  private void push() {
    System.out.printf("a local ECR runs at %s; pushing as docker would:%n", system.endpoint());
    create(RepositorySettings.named(BACKEND));
    create(RepositorySettings.named(FRONTEND));
    create(RepositorySettings.named(VAULT).with(otherKey()));

    var backend = TestImages.image("backend", 3_000_000, 200_000, 40_000);
    push(BACKEND, "a single image", backend, "v1.0.0", "latest");
    push(
        BACKEND,
        "its cosign signature",
        TestImages.cosignSignature(backend),
        backend.signatureTag(".sig"));
    push(
        FRONTEND,
        "an index of two platforms with attestations",
        TestImages.twoPlatforms("frontend", Attestations.WITH_SUBJECT),
        "v2.1.0");
    push(
        VAULT,
        "an image in a repository with a key of its own, whose layers cannot be mounted",
        TestImages.image("vault", 5_000_000, 100_000),
        "v0.3.0");
  }

  private void loseAnEvent() throws InterruptedException {
    system.awaitIdle(Duration.ofMinutes(1));
    system.deliver(LocalEventBus.Delivery.NEVER);
    push(BACKEND, "an image whose event gets lost", TestImages.image("lost", 700_000), "v1.0.1");
    system.deliver(LocalEventBus.Delivery.ONCE);
  }

  private void reconcile() throws IOException {
    var report = JsonObject.parse(system.reconcile("{}"));
    System.out.printf(
        "%nthe reconciler compares both sides: %s missing, %s requested%n%n",
        report.object("decisions").flatMap(it -> it.number("missing")).orElseThrow(),
        report.number("requested").orElseThrow());
  }

  private void create(RepositorySettings settings) {
    system.store().createRepository(settings);
  }

  private static RepositorySettings.Encryption otherKey() {
    return new RepositorySettings.Encryption(
        RepositorySettings.Encryption.Type.KMS, "arn:aws:kms:us-east-1:123456789012:key/vault");
  }

  private void push(String repository, String what, TestImage image, String... tags) {
    System.out.printf("  %s:%s  (%s)%n", repository, String.join(", ", tags), what);
    image.pushTo(new RegistrySink(http, repository), tags);
  }

  /** Prints a row for each legacy tag; whether each has its copy. */
  private boolean report() {
    System.out.printf(
        ROW,
        "legacy",
        "consolidated",
        "digest",
        "mounted",
        "copied",
        "bytes",
        "requests",
        "ms",
        "");
    var equal = true;
    for (var repository : LEGACY) {
      for (var tag : system.store().tags(repository).entrySet()) {
        equal &= row(repository, tag.getKey(), tag.getValue());
      }
    }
    System.out.printf(
        "%n%s%n",
        equal
            ? "Every legacy tag has its copy with the same digest."
            : "NOT every legacy tag has its copy; the log:\n"
                + String.join("\n", system.outcomes()));
    return equal;
  }

  /** Whether every legacy image goes when the windows have passed, and every copy stays. */
  private boolean cleanUp() throws IOException {
    var before = system.store().tags(LocalSystem.CONSOLIDATED);
    var cutover = LocalDate.ofInstant(system.clock().instant(), ZoneOffset.UTC);
    tell("the clean-up reports, on the day of the cutover", cutover, "report");
    system.clock().advance(Duration.ofDays(31));
    tell("31 days later", cutover, "report");
    tell("and deletes", cutover, "delete");
    var left = LEGACY.stream().mapToInt(name -> system.store().digests(name).size()).sum();
    var same = before.equals(system.store().tags(LocalSystem.CONSOLIDATED));
    System.out.printf(
        "%nlegacy images left: %d; consolidated tags: %d, %s%n",
        left, before.size(), same ? "all as before" : "NOT as before");
    return left == 0 && same;
  }

  private void tell(String when, LocalDate cutover, String mode) throws IOException {
    var report =
        JsonObject.parse(
            system.cleanUp("{\"cutoverDate\":\"%s\",\"mode\":\"%s\"}".formatted(cutover, mode)));
    System.out.printf(
        "%n%s: %s legacy images, %s eligible now, %s removed",
        when,
        report.number("images").orElseThrow(),
        images(report, "eligibleNow"),
        images(report, "removed"));
  }

  private static long images(JsonObject report, String sum) {
    return report.object(sum).flatMap(it -> it.number("images")).orElseThrow();
  }

  private boolean row(String repository, String tag, String digest) {
    var line =
        system.outcomes().stream()
            .map(JsonObject::parse)
            .filter(it -> it.text("repository").orElse("").equals(repository))
            .filter(it -> it.text("tag").orElse("").equals(tag))
            .findFirst();
    var mapped = line.flatMap(it -> it.text("consolidatedTag")).orElse("");
    var equal = digest.equals(system.store().tags(LocalSystem.CONSOLIDATED).get(mapped));
    System.out.printf(
        ROW,
        shortened(repository + ":" + tag, 28),
        shortened(LocalSystem.CONSOLIDATED + ":" + mapped, 42),
        digest.substring(0, 19),
        number(line, "mountedBlobs"),
        number(line, "streamedBlobs"),
        number(line, "StreamedBytes"),
        number(line, "requests"),
        number(line, "DurationMilliseconds"),
        equal ? "equal" : "MISSING");
    return equal;
  }

  private static String number(Optional<JsonObject> line, String name) {
    return line.flatMap(it -> it.number(name)).map("%,d"::formatted).orElse("-");
  }

  /** Keeps both ends: signature tags differ in the last characters. */
  private static String shortened(String text, int width) {
    return text.length() <= width
        ? text
        : text.substring(0, width - 9) + "..." + text.substring(text.length() - 6);
  }

  @Override
  public void close() {
    http.close();
    system.close();
  }
}
