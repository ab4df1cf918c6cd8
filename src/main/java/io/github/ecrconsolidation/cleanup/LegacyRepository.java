package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;

/** A legacy repository as it was read: everything it holds, and whether it is to be left alone. */
public record LegacyRepository(Repository repository, List<HeldImage> images, Hold hold) {
  /**
   * The resource tag, and its value, with which a person keeps a repository out of the clean-up.
   */
  public static final String HOLD_TAG = "ecr-consolidation:hold";

  public LegacyRepository {
    images = List.copyOf(images);
  }

  /** Whether a person keeps the repository out of the clean-up. */
  public enum Hold {
    NONE,
    ON_HOLD,
    /** The tags could not be read. */
    UNKNOWN
  }

  /** Its name. */
  public RepositoryName name() {
    return repository.name();
  }
}
