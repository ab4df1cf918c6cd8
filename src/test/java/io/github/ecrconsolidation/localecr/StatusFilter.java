package io.github.ecrconsolidation.localecr;

/** The {@code imageStatus} and {@code artifactStatus} of a filter; none means ACTIVE (UG). */
enum StatusFilter {
  ACTIVE,
  ARCHIVED,
  ACTIVATING,
  ANY;

  boolean matches(ImageStatus status) {
    return this == ANY || name().equals(status.name());
  }
}
