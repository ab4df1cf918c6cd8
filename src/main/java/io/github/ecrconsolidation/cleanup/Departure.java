package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Tag;
import java.util.Map;

/**
 * An image on its way out of its legacy repository, with enough to answer "where is it now?".
 *
 * @param action what is done to it
 * @param consolidatedTags where each of its tags stands in the consolidated repository
 */
public record Departure(LegacyImage image, Action action, Map<Tag, Tag> consolidatedTags) {

  public Departure {
    consolidatedTags = Map.copyOf(consolidatedTags);
  }

  /** What is done to an image. */
  public enum Action {
    ARCHIVE,
    DELETE
  }
}
