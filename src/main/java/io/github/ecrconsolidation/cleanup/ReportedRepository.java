package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.RepositoryState;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a report has of one legacy repository.
 *
 * @param lastPulledAt when an image was last pulled by the old name, in ISO 8601; empty when never
 */
public record ReportedRepository(
    String name, TagProgress tags, Optional<String> lastPulledAt, ReportedImages images) {
  private static final String NAME = "repository";
  private static final String TAGS = "tags";
  private static final String LAST_PULLED_AT = "lastPulledAt";

  /** What {@code plan} said, and what a run has done of it. */
  public static ReportedRepository of(RepositoryPlan plan, RepositoryState state) {
    return new ReportedRepository(
        plan.repository().name().value(),
        plan.tags(),
        plan.lastPulledAt().map(Object::toString),
        ReportedImages.of(
            CleanupTotals.of(plan.decisions()),
            new ImageSum(state.removed(), state.removedBytes())));
  }

  /**
   * Reads what {@link #members} has written.
   *
   * @throws IllegalArgumentException when it has no progress of tags, or a number is none
   */
  public static ReportedRepository read(JsonObject json) {
    return new ReportedRepository(
        json.text(NAME).orElse("?"),
        json.object(TAGS)
            .map(TagProgress::read)
            .orElseThrow(
                () -> new IllegalArgumentException("a repository of the report has no tags")),
        json.text(LAST_PULLED_AT),
        ReportedImages.read(json));
  }

  /** The members of a report. */
  public Map<String, Object> members() {
    var members = new LinkedHashMap<String, Object>();
    members.put(NAME, name);
    members.put(TAGS, tags.members());
    lastPulledAt.ifPresent(at -> members.put(LAST_PULLED_AT, at));
    members.putAll(images.members());
    return members;
  }
}
