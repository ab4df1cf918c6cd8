package io.github.ecrconsolidation.e2e;

import static java.util.Objects.requireNonNullElse;

import io.github.ecrconsolidation.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What CloudFormation refuses before it touches anything: values of parameters, and Rules. */
final class ParameterRules {
  private ParameterRules() {}

  /**
   * Checks the values of a template that is resolved for a deploy.
   *
   * @throws IllegalArgumentException naming each parameter and rule that refuses
   */
  static void check(Template template) {
    var problems =
        Stream.concat(
                template.map("Parameters").keySet().stream()
                    .flatMap(name -> problem(template, name).stream()),
                template.map("Rules").keySet().stream().flatMap(rule -> broken(template, rule)))
            .toList();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static Stream<String> broken(Template template, String rule) {
    var path = "Rules/%s/".formatted(rule);
    var holds = !isTrue(template, path + "RuleCondition");
    return IntStream.range(0, holds ? 0 : template.list(path + "Assertions").size())
        .mapToObj(i -> path + "Assertions/%d/".formatted(i))
        .filter(assertion -> !isTrue(template, assertion + "Assert"))
        .map(assertion -> template.text(assertion + "AssertDescription"));
  }

  private static boolean isTrue(Template template, String path) {
    return Boolean.parseBoolean(template.text(path));
  }

  private static Optional<String> problem(Template template, String name) {
    var path = "Parameters/" + name;
    var value = template.text("Resolved/" + name);
    var parameter = template.map(path);
    var fits =
        value.matches(text(parameter, "AllowedPattern", ".*"))
            && (!(parameter.get("AllowedValues") instanceof List<?> allowed)
                || allowed.stream().anyMatch(it -> it.toString().equals(value)))
            && value.length() <= number(parameter, "MaxLength", 4096)
            && value.length() >= number(parameter, "MinLength", 0)
            && (text(parameter, "Type", "").equals("String")
                || (Long.parseLong(value) >= number(parameter, "MinValue", 0)
                    && Long.parseLong(value) <= number(parameter, "MaxValue", 4000)));
    return fits
        ? Optional.empty()
        : Optional.of("%s %s".formatted(name, template.text(path + "/ConstraintDescription")));
  }

  private static String text(Map<String, Object> parameter, String name, String ifNotSet) {
    return requireNonNullElse(parameter.get(name), ifNotSet).toString();
  }

  private static long number(Map<String, Object> parameter, String name, long ifNotSet) {
    return Long.parseLong(text(parameter, name, Long.toString(ifNotSet)));
  }
}
