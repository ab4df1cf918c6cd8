package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.RepositoryState;
import io.github.ecrconsolidation.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a report has of one legacy repository. */
public record ReportedRepository(Heading heading, ReportedImages images) {
  private static final int EXAMPLES = 3;

  /**
   * What it has beside the images.
   *
   * @param lastPulledAt when an image was last pulled by the old name, in ISO 8601; null when never
   * @param superseded a few of the tags that moved on under the new name
   */
  public record Heading(
      String repository, @Nullable String lastPulledAt, List<Superseded> superseded) {

    public Heading {
      superseded = List.copyOf(superseded);
    }
  }

  /**
   * A tag that moved on.
   *
   * @param since when its target got the image that it has now, in ISO 8601
   */
  public record Superseded(String image, String tag, String since) {

    private static Superseded of(RepositoryPlan.Superseded superseded) {
      return new Superseded(
          superseded.image().toString(), superseded.tag().value(), superseded.since().toString());
    }

    private static Superseded read(JsonObject json) {
      return new Superseded(
          json.text("image").orElse(""),
          json.text("tag").orElse(""),
          json.text("since").orElse(""));
    }
  }

  /** What {@code plan} said, and what a run has done of it. */
  public static ReportedRepository of(RepositoryPlan plan, RepositoryState state) {
    return new ReportedRepository(
        new Heading(
            plan.repository().name().value(),
            plan.lastPulledAt().map(Instant::toString).orElse(null),
            plan.superseded().stream().limit(EXAMPLES).map(Superseded::of).toList()),
        ReportedImages.of(
            plan.tags(),
            CleanupTotals.of(plan.decisions()),
            new ImageSum(state.removed(), state.removedBytes())));
  }

  /**
   * Reads the members of a report.
   *
   * @throws IllegalArgumentException when it has no progress of tags, or a number is none
   */
  public static ReportedRepository read(JsonObject json) {
    return new ReportedRepository(
        new Heading(
            json.text("repository").orElse("?"),
            json.text("lastPulledAt").orElse(null),
            json.objects("superseded").stream().map(Superseded::read).toList()),
        ReportedImages.read(json));
  }

  /** Its members in a report, those of the images among them. */
  public JsonObject json() {
    return JsonObject.of(List.of(heading, images));
  }

  public String name() {
    return heading.repository();
  }

  /** When an image was last pulled by the old name, in ISO 8601; empty when never. */
  public Optional<String> lastPulledAt() {
    return Optional.ofNullable(heading.lastPulledAt());
  }
}
