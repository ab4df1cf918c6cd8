package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The alarm over what SQS would measure, every minute, of images that never succeed: it tells one
 * that fails by itself, in a queue where nothing else happens, from a queue that is stuck.
 */
class MirrorQueueStuckTest {
  private static final String ALARM = "Resources/MirrorQueueStuck/Properties/";
  private static final String QUEUE = "Resources/MirrorQueue/Properties/";
  private static final int HOURS = 6;

  private final Template template = Template.withDefaults();
  private final String expression = template.text(ALARM + "Metrics/0/Expression");
  private final int period = template.number(ALARM + "Metrics/1/MetricStat/Period");
  private final int visibility = template.number(QUEUE + "VisibilityTimeout");
  private final int receives = template.number(QUEUE + "RedrivePolicy/maxReceiveCount");

  /** A message that is received again and again, until it is a dead letter; or never. */
  private record Message(int sent, List<Integer> received, int gone) {

    boolean isThere(int second) {
      return second >= sent && second < gone;
    }
  }

  private Message failing(int sent) {
    return new Message(
        sent,
        IntStream.range(0, receives).mapToObj(i -> sent + i * visibility).toList(),
        sent + receives * visibility);
  }

  private static Message untouched(int sent) {
    return new Message(sent, List.of(), Integer.MAX_VALUE);
  }

  @Test
  void oneImageThatFailsByItselfIsNoReasonWheneverItWasPushed() {
    assertThat(IntStream.range(0, period).filter(sent -> goesOff(List.of(failing(sent)))))
        .isEmpty();
  }

  @Test
  void aFewThatFailTogetherAreNone() {
    var few = IntStream.range(0, 9).mapToObj(this::failing).toList();

    assertThat(goesOff(few)).isFalse();
  }

  @Test
  void goesOffIfNobodyTakesMessages() {
    assertThat(IntStream.range(0, period).filter(sent -> !goesOff(List.of(untouched(sent)))))
        .isEmpty();
  }

  @Test
  void goesOffIfManyFail() {
    var many = IntStream.range(0, 10).mapToObj(this::failing).toList();

    assertThat(goesOff(many)).isTrue();
  }

  private boolean goesOff(List<Message> messages) {
    var evaluated = template.number(ALARM + "EvaluationPeriods");
    var breaches =
        IntStream.range(0, HOURS * 3600 / period)
            .mapToObj(i -> breaches(messages, i * period) ? "x" : ".")
            .toList();
    return String.join("", breaches).contains("x".repeat(evaluated));
  }

  private boolean breaches(List<Message> messages, int start) {
    var minutes =
        IntStream.range(0, period / 60)
            .map(minute -> start + minute * 60)
            .filter(second -> messages.stream().anyMatch(it -> it.isThere(second)))
            .toArray();
    // Without a message there is no age, and what is missing does not breach.
    return minutes.length > 0
        && MetricMath.evaluate(expression, measured(messages, start, minutes))
            > template.number(ALARM + "Threshold");
  }

  private Map<String, Integer> measured(List<Message> messages, int start, int[] minutes) {
    var oldest = messages.stream().mapToInt(Message::sent).min().orElseThrow();
    var waiting = messages.stream().filter(it -> it.received().isEmpty()).count();
    var received =
        messages.stream()
            .flatMap(it -> it.received().stream())
            .filter(second -> second >= start && second < start + period)
            .count();
    return Map.of(
        "age",
        minutes[minutes.length - 1] - oldest,
        "done",
        0,
        "received",
        (int) received,
        "waiting",
        (int) waiting,
        "hidden",
        messages.size() - (int) waiting);
  }
}
