package io.github.ecrconsolidation.preflight;

/** The setting that resolves a finding, in the place that owns it, so that no deploy undoes it. */
public sealed interface Remedy {

  /**
   * A parameter of the stack.
   *
   * @param value all of its new value, never only what is added
   */
  record Parameter(String name, String value) implements Remedy {
    /** Where the parameters of each environment are stated. */
    public static final String FILE = "samconfig.toml";

    /** Of a list: the MaxLength that the template gives them. */
    private static final int MOST_CHARACTERS = 4000;

    /** Whether {@code value} is short enough for a parameter that is a list. */
    static boolean fits(String value) {
      return value.length() <= MOST_CHARACTERS;
    }

    /** The line of the file: empty values and values with spaces in single quotes. */
    public String line() {
      return value.isEmpty() || value.contains(" ")
          ? "\"%s='%s'\",".formatted(name, value)
          : "\"%s=%s\",".formatted(name, value);
    }
  }

  /** Lines for the Terraform configuration that owns the setting. */
  record Terraform(String lines) implements Remedy {}

  /** Where to set what, in one text. */
  default String text() {
    return switch (this) {
      case Parameter parameter ->
          "in %s, parameter_overrides of the environment: %s"
              .formatted(Parameter.FILE, parameter.line());
      case Terraform(var lines) -> "in Terraform: " + lines;
    };
  }
}
