package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report has of the settings of a run, and of its rollback window.
 *
 * @param settings the most important of them, and where they are from, in words
 * @param cutoverDate an ISO 8601 date; empty without a cutover
 * @param windowPassesOn an instant in ISO 8601; empty without a cutover
 * @param daysLeft until then, a day that has begun included; null without a cutover
 */
public record ReportedWindow(
    String settings,
    String mode,
    String cutoverDate,
    String windowPassesOn,
    @Nullable Long daysLeft) {

  /**
   * The settings {@code policy} at the instant {@code at}.
   *
   * @param from who has set them, in words
   */
  public static ReportedWindow of(CleanupPolicy policy, String from, Instant at) {
    var mode = MemberName.of(policy.mode());
    var cutover = policy.cutover().map(Object::toString);
    return new ReportedWindow(
        "mode %s, cutover %s, from %s".formatted(mode, cutover.orElse("none"), from),
        mode,
        cutover.orElse(""),
        policy.begin().map(Object::toString).orElse(""),
        policy.begin().map(begin -> daysLeft(Duration.between(at, begin))).orElse(null));
  }

  private static long daysLeft(Duration left) {
    return Math.max(0, Math.ceilDiv(left.toHours(), 24));
  }

  /** Reads the members of a report; what is absent is empty. */
  public static ReportedWindow read(JsonObject json) {
    return new ReportedWindow(
        json.text("settings").orElse(""),
        json.text("mode").orElse(""),
        json.text("cutoverDate").orElse(""),
        json.text("windowPassesOn").orElse(""),
        json.number("daysLeft").orElse(null));
  }

  /** How far the rollback window has come. */
  public String inWords() {
    return cutoverDate.isEmpty()
        ? "no cutover date is set, so nothing is eligible"
        : "cutover %s, rollback window of %d more days"
            .formatted(cutoverDate, daysLeft == null ? 0 : daysLeft);
  }
}
