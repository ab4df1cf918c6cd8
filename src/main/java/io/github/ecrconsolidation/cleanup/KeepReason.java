package io.github.ecrconsolidation.cleanup;

/** Why an image is kept. */
public enum KeepReason {
  /** An operator has put the repository on hold. */
  ON_HOLD,
  /** No cutover date is set. */
  NO_CUTOVER,
  /** The rollback window after the cutover has not passed. */
  BEFORE_CUTOVER_AND_WINDOW,
  /** It was pushed, or brought back from the archive, inside the rollback window. */
  PUSHED_RECENTLY,
  RESTORED_RECENTLY,
  /** It is still pulled by the old name. */
  PULLED_RECENTLY,
  /** The consolidated repository has not this digest. */
  NOT_MIRRORED,
  /** It has it, but in its archive, or on the way back. */
  NOT_ACTIVE_THERE,
  /** It has the digest, but not under this tag. */
  TAG_NOT_MIRRORED,
  /** The consolidated tag points to another digest. */
  TAG_POINTS_ELSEWHERE,
  /**
   * The target of another legacy tag points to it, which is not as it should be: without this image
   * that tag would look superseded.
   */
  HOLDS_ANOTHER_TAG,
  /** The tag is too long, ambiguous, or its repository has no prefix. */
  TAG_WITHOUT_TARGET,
  /** It is a Helm chart, which no client finds under a prefixed tag. */
  HELM_CHART,
  /** The consolidated repository has lost a config or layer of it. */
  LAYER_UNAVAILABLE,
  /** The consolidated repository lists a manifest of it that cannot be read. */
  MANIFEST_UNAVAILABLE,
  CHILD_MISSING,
  REFERRER_MISSING,
  SIGNATURE_MISSING,
  /** It is in the archive already, which is all that mode archive does. */
  ARCHIVED,
  /** It has not been in the archive for a whole rollback window. */
  ARCHIVED_RECENTLY,
  /** It is on its way back from the archive. */
  ACTIVATING,
  /** An index that is kept lists it. */
  REFERENCED_BY_KEPT_INDEX,
  /** It is referrer or signature of an image that is kept. */
  SUBJECT_KEPT,
  /** A referrer of it is kept, which ECR may delete with it. */
  REFERRER_KEPT,
  /** It changed between plan and execution. */
  CHANGED,
  /** It is the last to hold layers that many removed images need: see {@link SharedLayers}. */
  LAST_WITH_SHARED_LAYERS,
  /** ECR did not do it. */
  REFUSED,
  /** Something about it could not be read. */
  UNKNOWN
}
