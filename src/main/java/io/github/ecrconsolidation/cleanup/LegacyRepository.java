package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Map;

/** A legacy repository as it was read: everything it holds, and whether it is to be left alone. */
public record LegacyRepository(
    Repository repository, List<Image> images, Hold hold, Map<String, String> resourceTags) {
  /**
   * The resource tag with which an operator keeps a repository out of the clean-up; with every
   * value but {@code false}, an empty one included.
   */
  public static final String HOLD_TAG = "ecr-consolidation:hold";

  public LegacyRepository {
    images = List.copyOf(images);
    resourceTags = Map.copyOf(resourceTags);
  }

  /** Whether an operator keeps the repository out of the clean-up. */
  public enum Hold {
    NONE,
    ON_HOLD,
    /** The tags could not be read. */
    UNKNOWN
  }

  /** What {@code resourceTags} say of a hold. */
  static Hold hold(Map<String, String> resourceTags) {
    return "false".equals(resourceTags.getOrDefault(HOLD_TAG, "false")) ? Hold.NONE : Hold.ON_HOLD;
  }

  /** Its name. */
  public RepositoryName name() {
    return repository.name();
  }
}
