package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the input of a clean-up, and finds every problem on the way. */
final class CleanupOptions {
  private static final List<String> NAMES =
      List.of(
          "cutoverDate",
          "rollbackWindowDays",
          "pulledWithinDays",
          "mode",
          "maximumDeletions",
          "deleteEmptyRepositories",
          "details",
          "settingsFrom",
          "repository");

  private final Map<String, String> values = new TreeMap<>();
  private final JsonObject input;
  private final List<String> problems = new ArrayList<>();

  private CleanupOptions(JsonObject input) {
    this.input = input;
  }

  /**
   * Reads {@code text}: nothing, a JSON object of options, or an EventBridge event with the options
   * as its detail. What is not said has its default; the mode's is {@code report}.
   *
   * @throws IllegalArgumentException listing every problem at once
   */
  static CleanupInput parse(String text, TagMapping mapping, Instant now) {
    var json = JsonObject.parse(text.isBlank() ? "{}" : text);
    var input =
        json.has("detail-type") ? json.object("detail").orElse(JsonObject.parse("{}")) : json;
    return new CleanupOptions(input).read(mapping, now);
  }

  private CleanupInput read(TagMapping mapping, Instant now) {
    var restore = input.members().containsKey("restore");
    for (var name : new TreeSet<>(input.members().keySet())) {
      if (restore && !name.equals("restore")) {
        problems.add("restore goes with no other option, and not with '%s'".formatted(name));
      } else if (!restore) {
        option(name);
      }
    }
    var read = restore ? restoration(mapping) : clean(mapping, now);
    if (!problems.isEmpty() || read.isEmpty()) {
      throw new IllegalArgumentException(
          "the input is not understood; expected {}, {\"restore\":\"ml-platform/backend\"}, or any of %s:\n- %s"
              .formatted(String.join(", ", NAMES), String.join("\n- ", problems)));
    }
    return read.get();
  }

  private void option(String name) {
    if (!NAMES.contains(name)) {
      problems.add("'%s' is no option".formatted(name));
      return;
    }
    var value = Optional.ofNullable(input.members().get(name));
    if (value.isPresent()
        && (value.get() instanceof String
            || value.get() instanceof Number
            || value.get() instanceof Boolean)) {
      values.put(name, value.get().toString().strip());
    } else {
      problems.add("%s is %s; expected a text or a number".formatted(name, value.orElse("null")));
    }
  }

  private Optional<CleanupInput> restoration(TagMapping mapping) {
    return legacy("restore", input.text("restore").orElse(""), mapping)
        .map(CleanupInput.Restore::new);
  }

  private Optional<RepositoryName> legacy(String option, String name, TagMapping mapping) {
    try {
      var repository = new RepositoryName(name);
      if (mapping.covers(repository)) {
        return Optional.of(repository);
      }
      problems.add(
          "%s: %s does not lie in the legacy namespace %s"
              .formatted(option, name, mapping.namespace()));
    } catch (IllegalArgumentException e) {
      problems.add(option + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<CleanupInput> clean(TagMapping mapping, Instant now) {
    var policy =
        new CleanupPolicy(
            date(),
            Duration.ofDays(number("rollbackWindowDays", 30, 1, 3650)),
            Duration.ofDays(number("pulledWithinDays", 14, 0, 3650)),
            mode(),
            number("maximumDeletions", 1000, 1, 1_000_000),
            flag("deleteEmptyRepositories", false));
    problems.addAll(policy.problems(now));
    var only =
        Optional.ofNullable(values.get("repository"))
            .flatMap(name -> legacy("repository", name, mapping));
    return Optional.of(
        new CleanupInput.Clean(
            policy,
            new CleanupDetails(!flag("details", true), only),
            values.getOrDefault("settingsFrom", "an input by hand")));
  }

  private Optional<LocalDate> date() {
    var value = Optional.ofNullable(values.get("cutoverDate")).filter(it -> !it.isEmpty());
    try {
      return value.map(LocalDate::parse);
    } catch (DateTimeException e) {
      problems.add(
          "cutoverDate is '%s'; expected a date such as 2026-01-31".formatted(value.orElse("")));
      return Optional.empty();
    }
  }

  private int number(String option, int ifNotSet, int least, int most) {
    var value = values.getOrDefault(option, Integer.toString(ifNotSet));
    if (value.matches("\\d{1,7}")) {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    problems.add(
        "%s is '%s'; expected a whole number from %d to %d".formatted(option, value, least, most));
    return ifNotSet;
  }

  private Mode mode() {
    var value = values.getOrDefault("mode", "report");
    for (var mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
        return mode;
      }
    }
    problems.add("mode is '%s'; expected report, archive or delete".formatted(value));
    return Mode.REPORT;
  }

  private boolean flag(String option, boolean ifNotSet) {
    var value = values.getOrDefault(option, Boolean.toString(ifNotSet));
    if (!value.equals("true") && !value.equals("false")) {
      problems.add("%s is '%s'; expected true or false".formatted(option, value));
    }
    return value.equals("true");
  }
}
