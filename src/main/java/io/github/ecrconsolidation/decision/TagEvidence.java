package io.github.ecrconsolidation.decision;

import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of a legacy tag and its target.
 *
 * @param mapped the target, or why there is none
 * @param legacy the image the legacy tag points to
 * @param mirrored the same digest in the consolidated repository, under whatever tag; matters only
 *     to {@link MirrorDecision.Superseded}
 * @param current what the target points to; empty when the consolidated repository has no such tag
 */
public record TagEvidence(
    MappedTag mapped, Image legacy, Optional<Image> mirrored, Optional<Current> current) {

  /**
   * What the target points to. If that is the legacy image, the image alone is evidence enough.
   *
   * @param image as the consolidated repository holds it
   * @param inLegacy the same digest in the repository of the legacy tag, tagged or not; empty when
   *     it is not there
   * @param holder a tag of another legacy repository that maps to this target by name and points to
   *     this image
   * @param immutable whether the consolidated repository refuses to move the target; false when not
   *     known, as the registry itself refuses then
   */
  public record Current(
      Image image, Optional<Image> inLegacy, Optional<ImageReference> holder, boolean immutable) {

    /**
     * The evidence of {@code image}: nothing more if it is {@code legacy}, else what {@code lookUp}
     * finds. Nearly always it is, so no caller looks up more for every tag.
     */
    public static Current of(Image image, Image legacy, Supplier<Current> lookUp) {
      return image.digest().equals(legacy.digest()) ? of(image) : lookUp.get();
    }

    /** An image of which no more is known, or needs to be. */
    public static Current of(Image image) {
      return new Current(image, Optional.empty(), Optional.empty(), false);
    }
  }
}
