package io.github.ecrconsolidation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Evaluates the intrinsic functions of a template for given parameters, as far as this template
 * uses them (CloudFormation template reference, "Intrinsic function reference"). A resource stands
 * for itself: its reference is its logical id, an attribute is {@code Id.Attribute}.
 */
final class Intrinsics {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}]+)}");

  /** Takes the place of what is left out. */
  static final String NO_VALUE = "AWS::NoValue";

  private final Map<String, String> values;
  private final Map<?, ?> conditions;
  private final Map<?, ?> mappings;
  private final boolean decides;

  /**
   * @param values of the parameters and pseudo parameters
   * @param decides whether Fn::If gives way to the branch it takes; in a text it always does
   */
  Intrinsics(
      Map<String, String> values, Map<?, ?> conditions, Map<?, ?> mappings, boolean decides) {
    this.values = values;
    this.conditions = conditions;
    this.mappings = mappings;
    this.decides = decides;
  }

  /** Whether the condition of this name holds. */
  boolean holds(String condition) {
    var definition = conditions.get(condition);
    if (definition == null) {
      throw new IllegalArgumentException("no condition " + condition);
    }
    return isTrue(deciding().resolve(definition));
  }

  private static boolean isTrue(Object value) {
    return Boolean.parseBoolean(value.toString());
  }

  private Intrinsics deciding() {
    return new Intrinsics(values, conditions, mappings, true);
  }

  Object resolve(Object value) {
    return switch (value) {
      case Map<?, ?> map -> resolveMap(map);
      case List<?> list ->
          list.stream()
              .map(this::resolve)
              .filter(element -> !decides || !element.equals(NO_VALUE))
              .toList();
      default -> value;
    };
  }

  private Object resolveMap(Map<?, ?> map) {
    if (map.size() == 1) {
      var only = map.entrySet().iterator().next();
      var function = only.getKey().toString();
      if (function.equals("Ref") || function.equals("Condition") || function.startsWith("Fn::")) {
        return call(function, only.getValue());
      }
    }
    var resolved = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> {
      var result = resolve(value);
      if (!decides || !result.equals(NO_VALUE)) {
        resolved.put(key.toString(), result);
      }
    });
    return resolved;
  }

  private Object call(String function, Object argument) {
    return switch (function) {
      case "Ref" -> values.getOrDefault(argument.toString(), argument.toString());
      case "Condition" -> decides ? holds(argument.toString()) : argument.toString();
      case "Fn::GetAtt" -> argument;
      case "Fn::Sub" -> substitute(argument);
      case "Fn::If" -> choose((List<?>) argument);
      case "Fn::Join" -> join((List<?>) resolve(argument));
      case "Fn::Split" -> split((List<?>) resolve(argument));
      case "Fn::Select" -> select((List<?>) resolve(argument));
      case "Fn::FindInMap" -> find((List<?>) resolve(argument));
      case "Fn::Equals" -> compare((List<?>) resolve(argument));
      case "Fn::Not" -> decides ? !all((List<?>) argument) : pending(function, argument);
      case "Fn::And" -> decides ? all((List<?>) argument) : pending(function, argument);
      case "Fn::Or" ->
          decides
              ? ((List<?>) argument).stream().anyMatch(it -> isTrue(resolve(it)))
              : pending(function, argument);
      case String other -> throw new IllegalArgumentException("not known here: " + other);
    };
  }

  private boolean all(List<?> arguments) {
    return arguments.stream().allMatch(it -> isTrue(resolve(it)));
  }

  private Object pending(String function, Object argument) {
    return Map.of(function, resolve(argument));
  }

  private Object choose(List<?> arguments) {
    if (!decides) {
      var undecided = new ArrayList<>();
      arguments.forEach(argument -> undecided.add(resolve(argument)));
      return Map.of("Fn::If", undecided);
    }
    return resolve(arguments.get(holds(arguments.get(0).toString()) ? 1 : 2));
  }

  private Object substitute(Object argument) {
    if (argument instanceof List<?> withVariables) {
      var more = new LinkedHashMap<>(values);
      ((Map<?, ?>) withVariables.get(1))
          .forEach(
              (name, value) -> more.put(name.toString(), deciding().resolve(value).toString()));
      return substitute(withVariables.get(0).toString(), more);
    }
    return substitute(argument.toString(), values);
  }

  private static String substitute(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group(1))));
  }

  private static String join(List<?> arguments) {
    var parts = ((List<?>) arguments.get(1)).stream().map(Object::toString);
    return parts.collect(Collectors.joining(arguments.get(0).toString()));
  }

  private static List<String> split(List<?> arguments) {
    var separator = Pattern.quote(arguments.get(0).toString());
    return List.of(arguments.get(1).toString().split(separator, -1));
  }

  private static Object select(List<?> arguments) {
    return ((List<?>) arguments.get(1)).get(Integer.parseInt(arguments.get(0).toString()));
  }

  private Object find(List<?> path) {
    var value = (Object) mappings;
    for (var step : path) {
      value = value instanceof Map<?, ?> map && map.containsKey(step) ? map.get(step) : "";
    }
    return value;
  }

  private Object compare(List<?> arguments) {
    return decides
        ? arguments.get(0).toString().equals(arguments.get(1).toString())
        : Map.of("Fn::Equals", arguments);
  }
}
