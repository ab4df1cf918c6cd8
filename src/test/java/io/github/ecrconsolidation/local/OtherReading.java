package io.github.ecrconsolidation.local;

/**
 * The other reading of what no document says about ECR, for tests that must pass in both worlds.
 * Each constant names the behavior that then holds; its comment, what holds by default.
 */
public enum OtherReading {
  /** By default, a (digest, tag) pair removes the tag, and the image only with its last tag. */
  PAIR_DELETION_REMOVES_IMAGE
}
