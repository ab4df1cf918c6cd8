package io.github.ecrconsolidation.localecr;

/** What BatchCheckLayerAvailability says of a blob in one repository. */
enum Availability {
  AVAILABLE,
  UNAVAILABLE,
  /** Only archived images have it; it has to be uploaded again or restored (inferred). */
  ARCHIVED
}
