package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.options.Options;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run is asked to do, by the schedule or by hand. */
sealed interface CleanupInput {
  /** Every option there is, in the order of the documentation. */
  List<String> OPTIONS =
      List.of(
          "restore",
          "cutoverDate",
          "rollbackWindowDays",
          "pulledWithinDays",
          "mode",
          "maximumDeletions",
          "deleteEmptyRepositories",
          "details",
          "settingsFrom",
          "repository");

  /**
   * Plan, and carry the plan out as far as the mode says.
   *
   * @param details what the answer is to have beside the totals
   * @param settingsFrom who says so: the parameters of a stack, or whoever invokes the function
   */
  record Clean(CleanupPolicy policy, CleanupDetails details, String settingsFrom)
      implements CleanupInput {}

  /** Bring a repository's images back from the archive. */
  record Restore(RepositoryName repository) implements CleanupInput {}

  /**
   * Reads {@code text}, as {@link Options#ofInput} does. What is not given has its default; that of
   * the mode is {@code report}.
   *
   * @throws IllegalArgumentException listing every problem at once
   */
  static CleanupInput parse(String text, TagMapping mapping, Instant now) {
    var options = Options.ofInput(text, OPTIONS);
    var restore = options.text("restore");
    if (restore.isPresent() && options.names().size() > 1) {
      options.problem("restore is the only option of a restoration; leave out the others");
    }
    var repository = options.value("repository", "repository: ", name -> legacy(name, mapping));
    var input =
        restore.isPresent()
            ? options.value("restore", "restore: ", name -> legacy(name, mapping)).map(Restore::new)
            : Optional.of(clean(options, repository, now));
    options.refuseProblems(
        "the input is not understood; expected {}, {\"restore\":\"ml-platform/backend\"}, or any of "
            + String.join(", ", OPTIONS.subList(1, OPTIONS.size())));
    return input.orElseThrow();
  }

  private static Clean clean(Options options, Optional<RepositoryName> repository, Instant now) {
    var policy =
        new CleanupPolicy(
            cutover(options),
            Duration.ofDays(options.number("rollbackWindowDays", 30, 1, 3650)),
            Duration.ofDays(options.number("pulledWithinDays", 14, 0, 3650)),
            mode(options),
            options.number("maximumDeletions", 1000, 1, 1_000_000),
            options.flag("deleteEmptyRepositories", false));
    policy.problems(now).forEach(options::problem);
    if (repository.isPresent() && policy.mode() != Mode.REPORT) {
      options.problem(
          "repository chooses what a report answers with, and mode %s removes from all repositories; leave it out, and put on hold what is to stay"
              .formatted(MemberName.of(policy.mode())));
    }
    return new Clean(
        policy,
        new CleanupDetails(!options.flag("details", true), repository),
        options.text("settingsFrom").orElse("an input by hand"));
  }

  private static Optional<LocalDate> cutover(Options options) {
    return options
        .value("cutoverDate", "cutoverDate is ", CleanupInput::date)
        .flatMap(date -> date);
  }

  /** The template passes an empty text for "none". */
  private static Optional<LocalDate> date(String value) {
    try {
      return Optional.of(value).filter(it -> !it.isEmpty()).map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s'; expected a date such as 2026-01-31".formatted(value), e);
    }
  }

  private static Mode mode(Options options) {
    var mode = options.choice("mode", "report", List.of("report", "archive", "delete"));
    return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
  }

  private static RepositoryName legacy(String name, TagMapping mapping) {
    var repository = new RepositoryName(name);
    if (!mapping.covers(repository)) {
      throw new IllegalArgumentException(
          "%s does not lie in the legacy namespace %s".formatted(name, mapping.namespace()));
    }
    return repository;
  }
}
