package io.github.ecrconsolidation.localsystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.OciLayoutSink;
import io.github.ecrconsolidation.localecr.Programs;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Gatherers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Skopeo, a client we did not write, pushes by the old names; everything is mirrored, and the
 * clean-up removes every legacy image; then skopeo pulls each by its new name, byte for byte.
 */
class SkopeoCleanupIT {
  private static final List<String> SERVICES = List.of("backend", "frontend", "ml/train", "worker");
  private static final int IMAGES_OF_EACH_KIND = 4;
  private static final int PARALLEL = 4;

  @TempDir private Path directory;

  private final List<Pushed> pushed = new ArrayList<>();
  private final LocalSystem system = LocalSystem.start(0);

  SkopeoCleanupIT() throws IOException {}

  /** An image and its two names, the service of the new one with a dash for each slash. */
  private record Pushed(String service, String tag, TestImage image) {
    String legacy() {
      return "ml-platform/%s:%s".formatted(service, tag);
    }

    String target() {
      var prefix = tag.startsWith("sha256-") ? "" : service.replace('/', '-') + "-";
      return LocalSystem.CONSOLIDATED + ":" + prefix + tag;
    }

    /** Of a directory. */
    String name() {
      return target().replaceAll("[^A-Za-z0-9]", "_");
    }
  }

  @BeforeEach
  void requireSkopeo() {
    Programs.require("skopeo");
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void everythingCanBePulledByItsNewNameWhenTheOldOnesAreGone() throws Exception {
    SERVICES.forEach(this::images);
    var password = system.password();
    parallel(image -> push(image, password));
    system.awaitIdle(Duration.ofMinutes(2));

    var runs = cleanUp();

    assertThat(pushed).hasSizeGreaterThanOrEqualTo(60);
    assertThat(runs).isGreaterThan(3);
    assertThat(SERVICES)
        .allSatisfy(
            service -> assertThat(system.store().digests("ml-platform/" + service)).isEmpty());
    var laterPassword = system.password();
    parallel(image -> pull(image, laterPassword));
  }

  private void images(String service) {
    system.store().createRepository(RepositorySettings.named("ml-platform/" + service));
    for (var i = 0; i < IMAGES_OF_EACH_KIND; i++) {
      var signed = TestImages.image(service + " signed " + i, 300, 20_000);
      pushed.add(new Pushed(service, "signed" + i, signed));
      pushed.add(
          new Pushed(service, signed.signatureTag(".sig"), TestImages.cosignSignature(signed)));
      pushed.add(
          new Pushed(service, "shared" + i, TestImages.sameLayers(signed, service + " name " + i)));
      pushed.add(
          new Pushed(
              service,
              "index" + i,
              TestImages.twoPlatforms(service + " index " + i, Attestations.PLAIN)));
    }
  }

  /** Runs on the day after the windows until nothing is eligible, and answers how many it took. */
  private int cleanUp() throws IOException {
    var cutover = LocalDate.ofInstant(system.clock().instant(), ZoneOffset.UTC);
    system.clock().advance(Duration.ofDays(31));
    var input = "{\"cutoverDate\":\"%s\",\"mode\":\"delete\"}".formatted(cutover);
    var runs = 0;
    while (number(system.cleanUp(input), "eligibleNow") > 0) {
      runs++;
    }
    return runs;
  }

  private static long number(String report, String sum) {
    return JsonObject.parse(report).object(sum).flatMap(it -> it.number("images")).orElseThrow();
  }

  // --- skopeo

  @FunctionalInterface
  private interface Transfer {
    void of(Pushed image) throws IOException, InterruptedException;
  }

  private void parallel(Transfer transfer) {
    var failures =
        pushed.stream()
            .gather(Gatherers.mapConcurrent(PARALLEL, image -> failure(image, transfer)))
            .flatMap(List::stream)
            .toList();

    assertThat(failures).isEmpty();
  }

  /** An exception would cancel the neighbors. */
  private static List<String> failure(Pushed image, Transfer transfer) {
    try {
      transfer.of(image);
      return List.of();
    } catch (IOException | AssertionError e) {
      return List.of(image + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(image + ": " + e);
    }
  }

  private void push(Pushed image, String password) throws IOException, InterruptedException {
    var layout = directory.resolve("pushed_" + image.name());
    image.image().pushTo(new OciLayoutSink(layout), "it");
    copy(
        "--dest-tls-verify=false",
        "--dest-creds=AWS:" + password,
        "oci:" + layout + ":it",
        remote(image.legacy()));
  }

  private void pull(Pushed image, String password) throws IOException, InterruptedException {
    var layout = directory.resolve("pulled_" + image.name());
    copy(
        "--src-tls-verify=false",
        "--src-creds=AWS:" + password,
        remote(image.target()),
        "oci:" + layout + ":it");
    for (var manifest : image.image().manifests()) {
      assertThat(layout.resolve(blob(manifest.digest()))).hasContent(manifest.text());
    }
    for (var blob : image.image().blobs()) {
      try (var content = blob.content().get()) {
        assertThat(layout.resolve(blob(blob.digest()))).hasBinaryContent(content.readAllBytes());
      }
    }
    assertThat(
            JsonObject.parse(Files.readString(layout.resolve("index.json"))).objects("manifests"))
        .singleElement()
        .satisfies(root -> assertThat(root.text("digest")).contains(image.image().digest()));
  }

  private static String blob(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }

  private static void copy(String... more) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("skopeo", "--insecure-policy", "copy", "--all"));
    command.add("--preserve-digests");
    command.addAll(List.of(more));
    Programs.run(command.toArray(String[]::new));
  }

  private String remote(String name) {
    return "docker://%s/%s".formatted(system.endpoint().getAuthority(), name);
  }
}
