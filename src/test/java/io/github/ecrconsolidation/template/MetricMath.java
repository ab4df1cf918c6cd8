package io.github.ecrconsolidation.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * As much of CloudWatch's metric math as an alarm of the template needs, for the values of one
 * period (CloudWatch user guide, "Using metric math"). Every metric has a value, so FILL fills
 * nothing.
 */
final class MetricMath {
  private static final Pattern TOKEN = Pattern.compile("\\w+|[<>+(),]");

  /** The operators, from those that bind least. */
  private static final List<Set<String>> OPERATORS =
      List.of(Set.of("OR"), Set.of("AND"), Set.of("<", ">"), Set.of("+"));

  private final Deque<String> tokens;
  private final Map<String, Integer> metrics;

  private MetricMath(String expression, Map<String, Integer> metrics) {
    this.tokens =
        TOKEN
            .matcher(expression)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(ArrayDeque::new));
    this.metrics = metrics;
  }

  static int evaluate(String expression, Map<String, Integer> metrics) {
    return new MetricMath(expression, metrics).operation(0);
  }

  private int operation(int level) {
    if (level == OPERATORS.size()) {
      return operand();
    }
    var left = operation(level + 1);
    while (!tokens.isEmpty() && OPERATORS.get(level).contains(tokens.element())) {
      left = apply(tokens.remove(), left, operation(level + 1));
    }
    return left;
  }

  private static int apply(String operator, int left, int right) {
    return switch (operator) {
      case "OR" -> left + right > 0 ? 1 : 0;
      case "AND" -> left * right > 0 ? 1 : 0;
      case "<" -> left < right ? 1 : 0;
      case ">" -> left > right ? 1 : 0;
      default -> left + right;
    };
  }

  private int operand() {
    var token = tokens.remove();
    if (token.matches("\\d+")) {
      return Integer.parseInt(token);
    }
    return switch (token) {
      case "(" -> argument();
      case "FILL" -> fill();
      case "IF" -> choose();
      default -> Optional.ofNullable(metrics.get(token)).orElseThrow();
    };
  }

  private int fill() {
    tokens.remove();
    var value = argument();
    argument();
    return value;
  }

  private int choose() {
    tokens.remove();
    var condition = argument();
    var then = argument();
    var otherwise = argument();
    return condition > 0 ? then : otherwise;
  }

  /** A value and the comma or parenthesis behind it. */
  private int argument() {
    var value = operation(0);
    tokens.remove();
    return value;
  }
}
