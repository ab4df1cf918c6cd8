package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;

/** How a mirror request ended. */
public sealed interface MirrorResult {

  /**
   * The image is in the consolidated repository because of this attempt.
   *
   * @param tag its tag there, empty for a referrer, which is mirrored by digest
   */
  record Mirrored(Digest digest, Optional<Tag> tag) implements MirrorResult {}

  /** The image was there already; nothing was written. */
  record AlreadyMirrored(Digest digest, Optional<Tag> tag) implements MirrorResult {}

  /** There is nothing to mirror, and that is in order. */
  record NothingToDo(String reason) implements MirrorResult {}

  /**
   * This image cannot be mirrored until it, a tag or a setting is changed.
   *
   * @param code one word to search and count by
   * @param reason what was wrong, what was expected, what to do
   */
  record Refused(String code, String reason) implements MirrorResult {}

  /**
   * It was not mirrored this time, though nothing is wrong with the image: the same request may
   * succeed later, by itself or when the surroundings are put in order.
   */
  record Failed(RegistryException cause) implements MirrorResult {}
}
