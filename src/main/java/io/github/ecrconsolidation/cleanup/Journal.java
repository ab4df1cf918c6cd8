package io.github.ecrconsolidation.cleanup;

/**
 * What is written down of every image that goes. It is written before the image goes, so that a run
 * that dies leaves no gap: an image that is gone always has its entry.
 */
public interface Journal {

  /** The image goes now. */
  void goes(Departure departure);

  /** It did not go after all. */
  void stayed(Departure departure, Reason reason, String detail);
}
