package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.cleanup.ReportedImages;
import io.github.ecrconsolidation.cleanup.ReportedRepository;
import io.github.ecrconsolidation.cleanup.ReportedRun;
import io.github.ecrconsolidation.cleanup.ReportedWindow;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.List;

/**
 * The answer of the clean-up function in any mode.
 *
 * @param images of all repositories
 * @param omitted how many repositories are not listed
 */
public record StatusReport(
    ReportedWindow window,
    ReportedRun run,
    ReportedImages images,
    List<ReportedRepository> repositories,
    long omitted) {

  /**
   * Reads a report.
   *
   * @throws IllegalArgumentException when it is something else; the error of a function that failed
   *     is said in the message
   */
  public static StatusReport read(JsonObject json) {
    if (!(json.members().get("repositories") instanceof List) || json.object("tags").isEmpty()) {
      throw noReport(json);
    }
    return new StatusReport(
        ReportedWindow.read(json),
        ReportedRun.read(json),
        ReportedImages.read(json),
        json.objects("repositories").stream().map(ReportedRepository::read).toList(),
        json.count("repositoriesOmitted"));
  }

  private static IllegalArgumentException noReport(JsonObject json) {
    return new IllegalArgumentException(
        json.text("errorMessage")
            .map("the function failed: "::concat)
            .orElse(
                "no report of the clean-up function; expected what the stack's StatusCommand"
                    + " prints"));
  }
}
