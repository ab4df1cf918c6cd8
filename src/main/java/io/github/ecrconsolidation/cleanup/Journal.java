package io.github.ecrconsolidation.cleanup;

/**
 * What is written down of every image that is removed. It is written before the removal, so that a
 * run that dies leaves no gap: an image that was removed always has its entry.
 */
public interface Journal {

  /** The image is removed now, in the way of {@code mode}. */
  void removing(ProvenImage image, CleanupPolicy.Mode mode);

  /** It was kept after all; with {@link KeepReason#UNKNOWN}, that could not be determined. */
  void kept(ProvenImage image, KeepReason reason, String detail);
}
