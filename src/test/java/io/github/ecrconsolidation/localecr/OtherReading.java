package io.github.ecrconsolidation.localecr;

/**
 * The other reading of what no document says about ECR, for tests that must pass in both worlds.
 * Each constant names the behavior that then holds; its comment, what holds by default.
 */
public enum OtherReading {
  /** By default, a (digest, tag) pair removes the tag, and the image only with its last tag. */
  PAIR_DELETION_REMOVES_IMAGE,
  /** By default, a mounted layer stays when the last image of its source goes. */
  MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE,
  /** The same, a day later. */
  MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE,
  /** By default, a mounted layer stays when its source repository goes. */
  MOUNTED_LAYERS_DIE_WITH_SOURCE_REPOSITORY,
  /** The same, a day later. */
  MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_REPOSITORY,
  /** By default, BatchCheckLayerAvailability says UNAVAILABLE of a layer that is not there. */
  ABSENT_LAYERS_ARE_AVAILABLE,
  /** By default, a mounted layer is AVAILABLE at once. */
  MOUNTED_LAYERS_ARE_UNAVAILABLE_UNTIL_REFERENCED,
  /** By default, it is LayersNotFoundException. */
  MISSING_LAYERS_ARE_AN_INVALID_PARAMETER,
  /** By default, the child of an index cannot be deleted before the index. */
  CHILDREN_OF_AN_INDEX_CAN_BE_DELETED,
  /** By default, referrers stay. */
  REFERRERS_DIE_WITH_SUBJECT,
  /** By default, DescribeImages honours the filter on the status beside imageIds. */
  STATUS_FILTER_IS_IGNORED_BESIDE_IDS,
  /** By default, it is ImageTagAlreadyExistsException. */
  SAME_IMAGE_ON_AN_IMMUTABLE_TAG_IS_AN_INVALID_PARAMETER,
  /** By default, an immutable tag stays. */
  IMMUTABLE_TAGS_MOVE,
  /** By default, it is ImageAlreadyExistsException. */
  SAME_IMAGE_ON_AN_EXCLUDED_TAG_IS_AN_INVALID_PARAMETER,
  /** By default, a tag that a filter excludes from immutability moves. */
  EXCLUDED_TAGS_ARE_IMMUTABLE,
  /** By default, GET of a manifest moves lastRecordedPullTime. */
  GET_MANIFEST_IS_NO_PULL,
  /** By default, BatchGetImage moves lastRecordedPullTime. */
  BATCH_GET_IMAGE_IS_NO_PULL,
  /** By default, GET of a blob leaves lastRecordedPullTime alone. */
  GET_BLOB_IS_A_PULL,
  /** By default, a mount leaves lastRecordedPullTime alone. */
  MOUNT_IS_A_PULL,
  /** By default, a referrer may be there before its subject. */
  SUBJECTS_COME_FIRST,
  /** By default, the image-tag of an untagged push is empty. */
  UNTAGGED_PUSH_EVENTS_HAVE_NO_IMAGE_TAG,
  /** By default, the push of an index gives an event. */
  INDEX_PUSHES_GIVE_NO_EVENT,
  /** By default, the push of a referrer gives an event. */
  REFERRER_PUSHES_GIVE_NO_EVENT,
  /** By default, DescribeImages takes imageIds together with a filter. */
  IDS_EXCLUDE_A_FILTER,

  /** By default, BatchGetImage answers every id with an image or a failure. */
  CHILDREN_ARE_LEFT_OUT,

  /** By default, BatchGetImage states the media type beside each manifest. */
  MEDIA_TYPE_IN_THE_MANIFEST_ONLY
}
