package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.cleanup.ReportedImages;
import io.github.ecrconsolidation.cleanup.ReportedRepository;
import io.github.ecrconsolidation.cleanup.TagProgress;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.List;

/**
 * The answer of the clean-up function in any mode, as far as people are shown of it.
 *
 * @param cutover how far the rollback window has come, in words
 * @param complete whether every repository could be read
 * @param omitted how many repositories are not listed
 */
public record StatusReport(
    String consolidated,
    String cutover,
    boolean complete,
    TagProgress tags,
    ReportedImages images,
    List<ReportedRepository> repositories,
    long omitted,
    List<String> failures,
    List<String> warnings) {

  /**
   * Reads a report.
   *
   * @throws IllegalArgumentException when it is something else; the error of a function that failed
   *     is said in the message
   */
  public static StatusReport read(JsonObject json) {
    if (!(json.members().get("repositories") instanceof List)) {
      throw noReport(json);
    }
    return new StatusReport(
        json.text("consolidatedRepository").orElse("?"),
        cutover(json),
        Boolean.TRUE.equals(json.members().get("complete")),
        json.object("tags").map(TagProgress::read).orElseThrow(() -> noReport(json)),
        ReportedImages.read(json),
        json.objects("repositories").stream().map(ReportedRepository::read).toList(),
        json.count("repositoriesOmitted"),
        json.texts("failures"),
        json.texts("warnings"));
  }

  private static IllegalArgumentException noReport(JsonObject json) {
    return new IllegalArgumentException(
        json.text("errorMessage")
            .map("the function failed: "::concat)
            .orElse(
                "no report of the clean-up function; expected what the stack's StatusCommand"
                    + " prints"));
  }

  private static String cutover(JsonObject json) {
    return json.text("cutoverDate")
        .filter(date -> !date.isEmpty())
        .map(date ->
            "cutover %s, rollback window of %d more days"
                .formatted(date, json.number("daysLeft").orElse(0L)))
        .orElse("no cutover date is set, so nothing is eligible");
  }
}
