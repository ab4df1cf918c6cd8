package io.github.ecrconsolidation.localecr;

/** Where an image is stored; only an ACTIVE one can be pulled. */
public enum ImageStatus {
  ACTIVE,
  ARCHIVED,
  ACTIVATING
}
