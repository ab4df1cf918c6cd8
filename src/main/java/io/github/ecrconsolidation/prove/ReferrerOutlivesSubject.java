package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.prove.Observation.Open;
import java.util.Optional;

/** Whether a referrer remains when its subject is deleted. */
final class ReferrerOutlivesSubject implements Experiment {
  private static final String SUBJECT = "referrer-outlives-subject";

  /** At once, or when looked at later. */
  enum Look {
    AT_ONCE,
    LATER
  }

  private final Look look;

  ReferrerOutlivesSubject(Look look) {
    this.look = look;
  }

  @Override
  public Assumption assumption() {
    return Assumption.informative(
        look == Look.AT_ONCE ? SUBJECT : SUBJECT + "-later",
        "a referrer remains when its subject is deleted"
            + (look == Look.AT_ONCE ? "" : ", and later too"),
        "none: the clean-up deletes an image and its referrers together, and takes ImageNotFound"
            + " for done",
        "KeptTogether",
        "DeletingRemoval");
  }

  @Override
  public boolean looksLater() {
    return look == Look.LATER;
  }

  @Override
  public Observation observe(Bench bench) {
    if (look == Look.LATER) {
      if (referrer(bench).isEmpty()) {
        throw new Bench.Obstacle("it was deleted at once: see " + SUBJECT);
      }
      return new Open("look again with --wait, or with --keep and --check");
    }
    var subject = bench.pushedToLegacy(SUBJECT);
    bench.push(image(bench), bench.id().legacy());
    bench.delete(subject, bench.id().legacy());
    return observation(bench);
  }

  @Override
  public Observation later(Bench bench) {
    return observation(bench);
  }

  private static ProofImage image(Bench bench) {
    return ProofImage.referrer(bench.id(), "referrer", bench.image(SUBJECT));
  }

  private static Optional<Image> referrer(Bench bench) {
    return bench.ecr().find(bench.id().legacy(), image(bench).digest());
  }

  private static Observation observation(Bench bench) {
    var remains = referrer(bench).isPresent();
    return Observation.of(
        remains, remains ? "the referrer remains" : "the referrer was deleted, too");
  }
}
