package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Tag;

/** What the planner makes of one legacy tag or untagged legacy manifest. */
public sealed interface ReconcileDecision {

  /** What it is about: what is requested, if anything is. */
  MirrorRequest request();

  /** The consolidated repository agrees: the same digest, ready to be pulled. */
  record InPlace(MirrorRequest request) implements ReconcileDecision {}

  /** It is not there, and no lifecycle policy can have removed it: to be requested. */
  record Missing(MirrorRequest request) implements ReconcileDecision {}

  /**
   * It is not there, and too old to tell whether it never was or a lifecycle policy removed it:
   * reported, and requested by a backfill only.
   */
  record MissingOld(MirrorRequest request) implements ReconcileDecision {}

  /** Its tag holds another digest there, as the legacy tag moved: to be requested. */
  record Different(MirrorRequest request, Digest current) implements ReconcileDecision {}

  /** Its tag there cannot be moved to it until an operator decides. */
  record Conflicting(MirrorRequest request, Tag consolidatedTag, Digest current, Conflict conflict)
      implements ReconcileDecision {}

  /** It is not to be mirrored. */
  record Ignored(MirrorRequest request, Reason reason) implements ReconcileDecision {}

  /** Why a tag cannot be moved. */
  enum Conflict {
    /** The consolidated repository does not let this tag move. */
    IMMUTABLE,
    /** The tag points, or will point, to an image of another legacy repository. */
    HELD_FOR_ANOTHER
  }

  /** Why something is not to be mirrored. */
  enum Reason {
    /** The legacy image is in the archive, or on its way back: it cannot be pulled. */
    ARCHIVED,
    /** Docker schema 1 cannot be pushed again under its digest. */
    SCHEMA_1,
    OVERLONG_TAG,
    /** The consolidated tag belongs to another legacy repository. */
    AMBIGUOUS_TAG,
    /** The repository has no usable prefix. */
    NO_PREFIX,
    /** The consolidated repository holds it in its archive, put there by its own policy. */
    ARCHIVED_THERE,
    /** The consolidated tag was evidently pushed directly to the consolidated repository, later. */
    PUSHED_DIRECTLY,
    /**
     * An untagged referrer whose subject is not, and will not be, in the consolidated repository.
     */
    SUBJECT_NOT_MIRRORED,
    /** Neither tag nor subject: what belongs to an index comes with it. */
    UNTAGGED
  }
}
