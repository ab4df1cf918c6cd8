package io.github.ecrconsolidation.cleanup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When legacy images are removed, and how.
 *
 * @param cutover the day (UTC) from which everybody uses the new names; without it nothing is ever
 *     eligible
 * @param rollbackWindow how long after the cutover, and after its own push, an image is kept
 * @param pulledWithin how recent a pull by the old name keeps an image
 * @param maximumDeletions how many images may be removed in one run
 * @param deleteEmptyRepositories whether a legacy repository that was emptied is deleted, too
 */
public record CleanupPolicy(
    Optional<LocalDate> cutover,
    Duration rollbackWindow,
    Duration pulledWithin,
    Mode mode,
    int maximumDeletions,
    boolean deleteEmptyRepositories) {

  /** A date further back is a typing error. */
  private static final int MOST_YEARS = 10;

  /** What happens to an eligible image. */
  public enum Mode {
    /** Nothing; the plan is what {@link #DELETE} would do. */
    REPORT,
    /** It moves to the archive, from where one command brings it back. */
    ARCHIVE,
    /** It is deleted; an archived one only when a second window has passed since. */
    DELETE
  }

  public CleanupPolicy {
    if (rollbackWindow.isNegative() || pulledWithin.isNegative() || maximumDeletions < 1) {
      throw new IllegalArgumentException(
          "windows %s, %s must not be negative, %d deletions not less than one"
              .formatted(rollbackWindow, pulledWithin, maximumDeletions));
    }
  }

  /** What makes this policy unfit at {@code now}; empty when nothing does. */
  public List<String> problems(Instant now) {
    var problems = new ArrayList<String>();
    var today = now.atZone(ZoneOffset.UTC).toLocalDate();
    cutover
        .filter(day -> day.isBefore(today.minusYears(MOST_YEARS)))
        .ifPresent(day ->
            problems.add(
                "the cutover date %s is more than %d years ago; expected the day from which everybody uses the new names"
                    .formatted(day, MOST_YEARS)));
    cutover
        .filter(day -> day.isAfter(today))
        .ifPresent(day ->
            problems.add(
                "the cutover date %s lies in the future; set it when everybody uses the new names"
                    .formatted(day)));
    return problems;
  }

  /** When the cutover day begins; empty without a cutover. */
  public Optional<Instant> cutoverInstant() {
    return cutover.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** When the rollback window after the cutover has passed; empty without a cutover. */
  public Optional<Instant> begin() {
    return cutoverInstant().map(begin -> begin.plus(rollbackWindow));
  }
}
