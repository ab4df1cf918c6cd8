package io.github.ecrconsolidation.options;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Named values from outside, read one by one. Whatever is wrong with them is collected, so that an
 * operator learns of all problems at once. A value that is refused reads as its default.
 */
public final class Options {
  private final Map<String, String> values;
  private final List<String> problems = new ArrayList<>();

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /** Environment variables, of which a blank one counts as not set. */
  public static Options ofEnvironment(Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (!value.isBlank()) {
        values.put(name, value.strip());
      }
    });
    return new Options(values);
  }

  /**
   * The input of a function: nothing, a JSON object of options, or an EventBridge event with the
   * options as its detail. An option that is not among {@code names}, and a value that is neither
   * text nor number nor boolean, is a problem.
   *
   * @throws IllegalArgumentException when {@code text} is no JSON object
   */
  public static Options ofInput(String text, Collection<String> names) {
    var json = JsonObject.parse(text.isBlank() ? "{}" : text);
    var members =
        json.has("detail-type")
            ? json.object("detail").map(JsonObject::members).orElse(Map.of())
            : json.members();
    var options = new Options(new TreeMap<>());
    new TreeMap<>(members)
        .forEach((name, value) -> {
          if (!names.contains(name)) {
            options.problem("'%s' is no option".formatted(name));
          } else if (value instanceof String
              || value instanceof Number
              || value instanceof Boolean) {
            options.values.put(name, value.toString().strip());
          } else {
            options.problem("%s is %s; expected a text or a number".formatted(name, value));
          }
        });
    return options;
  }

  /** What is given and has a value of a kind that can be read. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  /** The value of {@code name}, if it is given. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether {@code name} is {@code true}; {@code ifNotSet} when it is not given. */
  public boolean flag(String name, boolean ifNotSet) {
    return choice(name, Boolean.toString(ifNotSet), List.of("true", "false")).equals("true");
  }

  /** The value of {@code name}, which must be one of {@code choices}. */
  public String choice(String name, String ifNotSet, List<String> choices) {
    var value = text(name).orElse(ifNotSet);
    if (choices.contains(value)) {
      return value;
    }
    var last = choices.size() - 1;
    problem(
        "%s is '%s'; expected %s or %s"
            .formatted(
                name, value, String.join(", ", choices.subList(0, last)), choices.get(last)));
    return ifNotSet;
  }

  /** The whole number {@code name}, from {@code least} to {@code most}. */
  public int number(String name, int ifNotSet, int least, int most) {
    var value = text(name).orElse(Integer.toString(ifNotSet));
    if (value.matches("\\d{1,7}")) {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    problem(
        "%s is '%s'; expected a whole number from %d to %d".formatted(name, value, least, most));
    return ifNotSet;
  }

  /**
   * The value of {@code name} as {@code read} understands it; empty when it is not given, or when
   * {@code read} throws an {@link IllegalArgumentException}, whose message follows {@code label}.
   */
  public <T> Optional<T> value(String name, String label, Function<String, T> read) {
    return text(name).flatMap(value -> valid(label, () -> read.apply(value)));
  }

  /** What {@code value} makes, or the problem {@code label} with the message of its exception. */
  public <T> Optional<T> valid(String label, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      problem(label + e.getMessage());
      return Optional.empty();
    }
  }

  /** Adds what a reader of several options found wrong with them. */
  public void problem(String problem) {
    problems.add(problem);
  }

  /** All problems so far, in the order in which they were found. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Ends the reading.
   *
   * @param heading what is refused, and what was expected
   * @throws IllegalArgumentException with {@code heading} and every problem, if there is any
   */
  public void refuseProblems(String heading) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(heading + ":\n- " + String.join("\n- ", problems));
    }
  }
}
