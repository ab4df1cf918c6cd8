package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.prove.Observation.Open;
import java.time.Duration;

/** Whether a layer that outlived its source at once is still there a day later. */
final class LayerLater implements Experiment {
  /** A loss that shows within a day must not be recorded as none. */
  private static final Duration SETTLED_AFTER = Duration.ofDays(1);

  private final String image;
  private final Assumption atOnce;

  /**
   * @param image of {@link LayerOutlivesImage} or {@link LayerOutlivesRepository}, which must have
   *     been observed before
   */
  LayerLater(String image, Assumption atOnce) {
    this.image = image;
    this.atOnce = atOnce;
  }

  @Override
  public Assumption assumption() {
    return new Assumption(
        image + "-later",
        atOnce.expectation() + ", and later too",
        atOnce.consequence(),
        atOnce.need(),
        atOnce.reliedOnBy());
  }

  @Override
  public boolean looksLater() {
    return true;
  }

  @Override
  public Observation observe(Bench bench) {
    if (!bench.lost(mirrored(bench)).isEmpty()) {
      throw new Bench.Obstacle("the layers were lost at once: see " + image);
    }
    return new Open("look again with --wait, or with --keep and --check");
  }

  @Override
  public Observation later(Bench bench) {
    var mirrored = mirrored(bench);
    var age =
        bench
            .ecr()
            .find(bench.id().consolidated(), mirrored.digest())
            .map(it -> Duration.between(it.image().pushedAt(), bench.now()));
    var seen =
        LostLayers.observation(
            bench.lost(mirrored), age.map(it -> "after " + Ages.text(it)).orElse("later"));
    var settled = age.filter(it -> it.compareTo(SETTLED_AFTER) >= 0).isPresent();
    return settled || seen instanceof Observation.Differs
        ? seen
        : new Open(seen.text() + "; look again after a day");
  }

  private ProofImage mirrored(Bench bench) {
    var tag = new ImageReference(bench.id().consolidated(), new Tag(image));
    var mirrored = bench.image(image);
    if (bench.ecr().describe(tag).isEmpty()) {
      throw new Bench.Obstacle("the image was not mirrored: see " + image);
    }
    return mirrored;
  }
}
