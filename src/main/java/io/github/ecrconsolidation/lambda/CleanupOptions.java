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

/** Reads the options of a clean-up, and finds every problem on the way. */
final class CleanupOptions {
  private final Map<String, String> values = new TreeMap<>();
  private final JsonObject input;
  private final List<String> problems = new ArrayList<>();

  CleanupOptions(Map<String, String> environment, JsonObject input) {
    this.input = input;
    CleanupInput.OPTIONS.forEach((option, variable) -> {
      var value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        values.put(option, value);
      }
    });
  }

  CleanupInput read(TagMapping mapping, Instant now) {
    var restore = input.members().containsKey("restore");
    for (var name : new TreeSet<>(input.members().keySet())) {
      if (restore && !name.equals("restore")) {
        problems.add("restore goes with no other option, and not with '%s'".formatted(name));
      } else if (!restore) {
        override(name);
      }
    }
    var read = restore ? restoration(mapping) : clean(now);
    if (!problems.isEmpty() || read.isEmpty()) {
      throw new IllegalArgumentException(
          "the input and settings are not understood; expected {}, {\"restore\":\"ml-platform/backend\"}, or any of cutoverDate, rollbackWindowDays, pulledWithinDays, mode, maximumDeletions, deleteEmptyRepositories:\n- "
              + String.join("\n- ", problems));
    }
    return read.get();
  }

  private void override(String name) {
    if (!CleanupInput.OPTIONS.containsKey(name)) {
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
    var name = input.text("restore").orElse("");
    try {
      var repository = new RepositoryName(name);
      if (mapping.covers(repository)) {
        return Optional.of(new CleanupInput.Restore(repository));
      }
      problems.add("restore: %s does not lie in the legacy namespace".formatted(name));
    } catch (IllegalArgumentException e) {
      problems.add("restore: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<CleanupInput> clean(Instant now) {
    var cutover = date();
    var rollback = number("rollbackWindowDays", 30, 1, 3650);
    var pulled = number("pulledWithinDays", 14, 0, 3650);
    var mode = mode();
    var maximum = number("maximumDeletions", 1000, 1, 1_000_000);
    var empty = flag("deleteEmptyRepositories");
    var policy =
        new CleanupPolicy(
            cutover, Duration.ofDays(rollback), Duration.ofDays(pulled), mode, maximum, empty);
    problems.addAll(policy.problems(now));
    return Optional.of(new CleanupInput.Clean(policy));
  }

  private Optional<LocalDate> date() {
    var value = Optional.ofNullable(values.get("cutoverDate")).filter(it -> !it.isEmpty());
    try {
      return value.map(LocalDate::parse);
    } catch (DateTimeException e) {
      problems.add(
          "%s is '%s'; expected a date such as 2026-01-31"
              .formatted(name("cutoverDate"), value.orElse("")));
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
        "%s is '%s'; expected a whole number from %d to %d"
            .formatted(name(option), value, least, most));
    return ifNotSet;
  }

  private Mode mode() {
    var value = values.getOrDefault("mode", "report");
    for (var mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
        return mode;
      }
    }
    problems.add("%s is '%s'; expected report, archive or delete".formatted(name("mode"), value));
    return Mode.REPORT;
  }

  private boolean flag(String option) {
    var value = values.getOrDefault(option, "false");
    if (!value.equals("true") && !value.equals("false")) {
      problems.add("%s is '%s'; expected true or false".formatted(name(option), value));
    }
    return value.equals("true");
  }

  /** As the person who set it would call it. */
  private String name(String option) {
    return input.members().containsKey(option)
        ? option
        : Optional.ofNullable(CleanupInput.OPTIONS.get(option)).orElse(option);
  }
}
