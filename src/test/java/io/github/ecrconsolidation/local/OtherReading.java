package io.github.ecrconsolidation.local;

/**
 * The other reading of what no document says about ECR, for tests that must pass in both worlds.
 * Each constant names the behavior that then holds; its comment, what holds by default.
 */
public enum OtherReading {
  /** By default, a (digest, tag) pair removes the tag, and the image only with its last tag. */
  PAIR_DELETION_REMOVES_IMAGE,

  /** By default, DescribeImages takes imageIds together with a filter. */
  IDS_EXCLUDE_A_FILTER,

  /** By default, BatchGetImage answers every id with an image or a failure. */
  CHILDREN_ARE_LEFT_OUT,

  /** By default, BatchGetImage states the media type beside each manifest. */
  MEDIA_TYPE_IN_THE_MANIFEST_ONLY
}
