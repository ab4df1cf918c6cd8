package io.github.ecrconsolidation.mapping;

import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;

/** The target of a legacy tag, or why it has none. */
public sealed interface MappedTag {

  /** The legacy tag is mirrored to {@code tag}. */
  record Mapped(Tag tag) implements MappedTag {}

  /** The legacy tag has no target of its own; {@code reason} says why and what to do. */
  record Refused(Cause cause, String reason) implements MappedTag {}

  /** The target, if there is one. */
  default Optional<Tag> target() {
    return switch (this) {
      case Mapped(var tag) -> Optional.of(tag);
      case Refused _ -> Optional.empty();
    };
  }

  /** Why a legacy tag has no target. */
  enum Cause {
    /** The repository's name makes no prefix, and no other one is given. */
    NO_PREFIX,
    OVERLONG,
    /** The consolidated tag belongs to another legacy repository. */
    AMBIGUOUS
  }
}
