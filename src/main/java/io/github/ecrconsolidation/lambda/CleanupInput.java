package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Instant;
import java.util.Map;

/** What a run is asked to do: the settings, and what the schedule or a person says otherwise. */
sealed interface CleanupInput {

  /** Plan, and carry the plan out as far as the mode says. */
  record Clean(CleanupPolicy policy) implements CleanupInput {}

  /** Bring a repository's images back from the archive. */
  record Restore(RepositoryName repository) implements CleanupInput {}

  /** The name of each option in the input, and of the environment variable it overrides. */
  Map<String, String> OPTIONS =
      Map.of(
          "cutoverDate", "CUTOVER_DATE",
          "rollbackWindowDays", "ROLLBACK_WINDOW_DAYS",
          "pulledWithinDays", "PULLED_WITHIN_DAYS",
          "mode", "CLEANUP_MODE",
          "maximumDeletions", "MAXIMUM_DELETIONS_PER_RUN",
          "deleteEmptyRepositories", "DELETE_EMPTY_REPOSITORIES");

  /**
   * Reads {@code text}: nothing, a JSON object of options, or an EventBridge event with the options
   * as its detail.
   *
   * @param environment the settings that hold where the input says nothing
   * @throws IllegalArgumentException listing every problem of input and settings at once
   */
  static CleanupInput parse(
      String text, Map<String, String> environment, TagMapping mapping, Instant now) {
    var json = JsonObject.parse(text.isBlank() ? "{}" : text);
    var input =
        json.has("detail-type") ? json.object("detail").orElse(JsonObject.parse("{}")) : json;
    return new CleanupOptions(environment, input).read(mapping, now);
  }
}
