package io.github.ecrconsolidation.bench;

import static io.github.ecrconsolidation.bench.MirrorBench.CONSOLIDATED;
import static io.github.ecrconsolidation.bench.MirrorBench.LEGACY;

import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * An image of the benchmark; {@code docs/benchmarks.md} describes them.
 *
 * @param name its letter
 * @param tag of the legacy repository
 */
record BenchImage(String name, String tag, TestImage image) {

  /**
   * The image of this letter, another one for each round: a push that is repeated would be handled
   * as one.
   *
   * @param large those that take seconds to make, of which a round has another tag only
   */
  static BenchImage of(String name, int round, Map<String, TestImage> large) {
    var tag = name.toLowerCase(Locale.ROOT) + round;
    var image =
        switch (name) {
          case "A", "N" -> TestImages.image(tag, sizes(8, 100_000));
          case "B" -> TestImages.twoPlatforms(tag, Attestations.WITH_SUBJECT);
          case "C" ->
              large.computeIfAbsent(
                  name, _ -> TestImages.image(name, 512 << 20, 256 << 20, 256 << 20));
          case "D" -> TestImages.image(tag, sizes(40, 10_000));
          case "E" -> TestImages.image(tag, sizes(3, 100_000));
          case "F" -> TestImages.image(tag, sizes(6, 100_000));
          case "G" -> large.computeIfAbsent(name, _ -> TestImages.image(name, 1 << 30));
          default -> throw new IllegalArgumentException("no image " + name);
        };
    return new BenchImage(name, tag, image);
  }

  private static long[] sizes(int count, long size) {
    return LongStream.generate(() -> size).limit(count).toArray();
  }

  /** The first layer, for a contender that moves bytes and nothing else. */
  String layer() {
    return image.blobs().get(1).digest();
  }

  long layerSize() {
    return image.blobs().get(1).size();
  }

  void push(LocalEcr ecr) {
    ecr.push(LEGACY, image, tag);
    if (isSigned()) {
      ecr.push(LEGACY, TestImages.cosignSignature(image), image.signatureTag(".sig"));
      ecr.push(LEGACY, referrer());
    }
  }

  private boolean isSigned() {
    return name.equals("E");
  }

  private TestImage referrer() {
    return TestImages.referrer(image, "application/vnd.example.sbom");
  }

  /**
   * What is to be copied from the legacy repository and to the consolidated one.
   *
   * @param from a tag or digest, with its separator
   */
  record Part(Kind kind, String from, String to) {
    enum Kind {
      IMAGE,
      SIGNATURE,
      REFERRER
    }
  }

  /** The image, and what belongs to it. */
  List<Part> parts() {
    var whole = new Part(Part.Kind.IMAGE, ":" + tag, ":backend-" + tag);
    if (!isSigned()) {
      return List.of(whole);
    }
    var signature = ":" + image.signatureTag(".sig");
    var referrer = "@" + referrer().digest();
    return List.of(
        whole,
        new Part(Part.Kind.SIGNATURE, signature, signature),
        new Part(Part.Kind.REFERRER, referrer, referrer));
  }

  /** Pushed with children or with what belongs to it, each of which has an event. */
  boolean hasSeveralMessages() {
    return name.equals("B") || name.equals("E");
  }

  /** What the consolidated repository holds before the image is mirrored. */
  void prepareTarget(LocalEcr ecr) throws IOException {
    if (name.equals("N")) {
      ecr.push(CONSOLIDATED, image, "backend-" + tag);
    }
    if (name.equals("F")) {
      for (var blob : image.blobs().subList(0, image.blobs().size() - 1)) {
        new StoreSink(ecr.store(), CONSOLIDATED).blob(blob);
      }
    }
  }

  /** Fails unless the tag points to the image and all that belongs to it is there. */
  void verify(LocalEcr ecr) {
    var found = ecr.store().tags(CONSOLIDATED).get("backend-" + tag);
    if (!image.digest().equals(found)) {
      throw new AssertionError("%s: %s instead of %s".formatted(name, found, image.digest()));
    }
    if (isSigned()
        && !(ecr.store().tags(CONSOLIDATED).containsKey(image.signatureTag(".sig"))
            && ecr.store().digests(CONSOLIDATED).contains(referrer().digest()))) {
      throw new AssertionError(name + ": its signature or its referrer was not copied");
    }
  }
}
