package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The alarm over what the reconciler publishes every hour: it tells old images that are missing
 * since long, which an operator may know of, from more of them than before.
 */
class OldImagesMissingTest {
  private static final String ALARM = "Resources/OldImagesMissing/Properties/";
  private static final String METRIC = ALARM + "Metrics/1/";

  /** What a run that could not read everything publishes. */
  private static final int NOTHING = -1;

  private final Template template = Template.withDefaults();

  @Test
  void goesOffWhenMoreAreMissingThanBefore() {
    assertThat(goesOff(3, 3, 5)).isTrue();
  }

  @Test
  void staysForSomeHoursButNotForEver() {
    assertThat(goesOff(3, 5, 5, 5, 5, 5)).isTrue();
    assertThat(goesOff(3, 5, 5, 5, 5, 5, 5, 5, 5)).isFalse();
  }

  @Test
  void isNoMatterOfHowManyAreMissing() {
    assertThat(goesOff(100, 100, 100)).isFalse();
    assertThat(goesOff(100, 40, 0)).isFalse();
  }

  @Test
  void seesWhatWasAddedAcrossARunThatCountedNothing() {
    assertThat(goesOff(3, NOTHING, NOTHING, 5)).isTrue();
    assertThat(goesOff(3, NOTHING, 3)).isFalse();
  }

  private boolean goesOff(Integer... hours) {
    assertThat(template.number(METRIC + "MetricStat/Period")).isEqualTo(3600);
    assertThat(template.text(ALARM + "ComparisonOperator")).isEqualTo("GreaterThanThreshold");
    assertThat(template.number(ALARM + "DatapointsToAlarm")).isEqualTo(1);
    var published =
        Map.of(
            "OldMissingImages",
            Stream.of(hours).map(it -> Optional.of(it).filter(value -> value != NOTHING)).toList());
    var measured =
        Map.of(
            template.text(METRIC + "Id"),
            Optional.ofNullable(
                    published.get(template.text(METRIC + "MetricStat/Metric/MetricName")))
                .orElseThrow());
    var values = evaluate(template.text(ALARM + "Metrics/0/Expression"), measured);
    return values.stream()
        .skip(Math.max(0, values.size() - template.number(ALARM + "EvaluationPeriods")))
        .flatMap(Optional::stream)
        .anyMatch(value -> value > template.number(ALARM + "Threshold"));
  }

  /** DIFF, FILL and REPEAT as in the CloudWatch user guide, "Using metric math". */
  private static List<Optional<Integer>> evaluate(
      String expression, Map<String, List<Optional<Integer>>> metrics) {
    if (expression.startsWith("DIFF(")) {
      return differences(evaluate(expression.substring(5, expression.length() - 1), metrics));
    }
    if (expression.startsWith("FILL(") && expression.endsWith(", REPEAT)")) {
      return repeated(evaluate(expression.substring(5, expression.length() - 9), metrics));
    }
    return Optional.ofNullable(metrics.get(expression)).orElseThrow();
  }

  private static List<Optional<Integer>> differences(List<Optional<Integer>> values) {
    return IntStream.range(1, values.size())
        .mapToObj(i -> values.get(i).flatMap(now -> values.get(i - 1).map(before -> now - before)))
        .toList();
  }

  private static List<Optional<Integer>> repeated(List<Optional<Integer>> values) {
    var filled = new ArrayList<Optional<Integer>>();
    values.forEach(
        value -> filled.add(value.or(() -> filled.isEmpty() ? value : filled.getLast())));
    return filled;
  }
}
