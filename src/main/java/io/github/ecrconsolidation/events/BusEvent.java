package io.github.ecrconsolidation.events;

import java.util.Map;

/**
 * An event of this system.
 *
 * @param detailType such as {@code Image Mirrored}
 * @param detail what JSON can say: texts, numbers, booleans, lists and maps of them
 */
public record BusEvent(String detailType, Map<String, Object> detail) {

  /** The {@code source} of every event of this system. */
  public static final String SOURCE = "ecr-consolidation";

  /** The {@code detail-type} with which an image is requested, by hand or by the reconciler. */
  public static final String MIRROR_REQUESTED = "Mirror Requested";
}
