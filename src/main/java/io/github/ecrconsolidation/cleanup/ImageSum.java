package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Image;

/**
 * A number of images and their bytes, as reports have them; those of layers that images share count
 * in each.
 */
public record ImageSum(long images, long bytes) {
  public static final ImageSum NONE = new ImageSum(0, 0);

  static ImageSum of(Image image) {
    return new ImageSum(1, image.ownBytes());
  }

  /**
   * Reads the members of a report; what is absent is zero.
   *
   * @throws IllegalArgumentException when a member is no whole number
   */
  public static ImageSum read(JsonObject json) {
    return new ImageSum(json.count("images"), json.count("bytes"));
  }

  public ImageSum plus(ImageSum more) {
    return new ImageSum(images + more.images, bytes + more.bytes);
  }

  public ImageSum minus(ImageSum less) {
    return new ImageSum(images - less.images, bytes - less.bytes);
  }
}
