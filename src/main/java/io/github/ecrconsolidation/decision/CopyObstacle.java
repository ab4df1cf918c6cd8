package io.github.ecrconsolidation.decision;

import io.github.ecrconsolidation.oci.Image;
import java.util.Optional;

/** Why a legacy image cannot be copied, whatever its tags mean. */
public enum CopyObstacle {
  /** It is in the archive, or on its way back: it cannot be pulled. */
  NOT_ACTIVE,
  /** Docker schema 1 cannot be pushed again under its digest. */
  SCHEMA_1;

  /** What keeps {@code image} from being copied; empty when nothing does. */
  public static Optional<CopyObstacle> of(Image image) {
    if (!image.isActive()) {
      return Optional.of(NOT_ACTIVE);
    }
    return image.mediaType().isSchema1() ? Optional.of(SCHEMA_1) : Optional.empty();
  }
}
