package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.template.WatchedMetrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alarms and dashboard watch what exists, and lead to what to do. */
class WatchTest {
  /**
   * Those in use, of the Lambda developer guide, "Types of metrics for Lambda functions", the SQS
   * developer guide, "Available CloudWatch metrics for Amazon SQS", and the EventBridge user guide,
   * "Monitoring Amazon EventBridge".
   */
  private static final Map<String, Set<String>> METRICS_OF_AWS =
      Map.of(
          "AWS/Lambda",
          Set.of("Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"),
          "AWS/SQS",
          Set.of(
              "ApproximateNumberOfMessagesVisible",
              "ApproximateNumberOfMessagesNotVisible",
              "ApproximateAgeOfOldestMessage",
              "NumberOfMessagesDeleted",
              "NumberOfMessagesReceived"),
          "AWS/Events",
          Set.of("FailedInvocations", "InvocationsFailedToBeSentToDlq"));

  /** Where a metric of AWS belongs to, and the type of resource named there. */
  private static final Map<String, String> DIMENSIONS_OF_AWS =
      Map.of(
          "FunctionName", "AWS::Serverless::Function",
          "QueueName", "AWS::SQS::Queue",
          "RuleName", "AWS::Events::Rule");

  private static final Pattern RUNBOOK = Pattern.compile(" docs/runbook\\.md: (.+)$");

  private final Template template = Template.withDefaults();
  private final WatchedMetrics watched = new WatchedMetrics();
  private final Template dashboard = watched.dashboard();

  @Test
  void everyMetricOfAwsExistsAndBelongsToAResource() {
    assertThat(watched.metrics().filter(metric -> metric.namespace().startsWith("AWS/")))
        .isNotEmpty()
        .allSatisfy(metric -> {
          assertThat(METRICS_OF_AWS.get(metric.namespace())).contains(metric.name());
          assertThat(template.resources(DIMENSIONS_OF_AWS.getOrDefault(metric.dimension(), "")))
              .contains(metric.value().replaceFirst("\\.QueueName$", ""));
        });
    assertThat(watched.metrics().map(Metric::namespace))
        .containsOnly("EcrConsolidation", "AWS/Lambda", "AWS/SQS", "AWS/Events");
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void everyAlarmLeadsToItsRunbook(String alarm) throws IOException {
    var properties = "Resources/%s/Properties/".formatted(alarm);
    var runbook = RUNBOOK.matcher(template.text(properties + "AlarmDescription"));

    assertThat(runbook.find()).isTrue();
    assertThat(runbooks()).contains(runbook.group(1));
  }

  @Test
  void everyRunbookHasAnAlarm() throws IOException {
    assertThat(runbooks()).hasSameSizeAs(alarms()).doesNotHaveDuplicates();
  }

  /** The headings under "## Alarms". */
  private static List<String> runbooks() throws IOException {
    var headings = new ArrayList<String>();
    var section = "";
    for (var line : Files.readAllLines(Path.of("docs/runbook.md"))) {
      if (line.startsWith("## ")) {
        section = line;
      } else if (line.startsWith("### ") && section.equals("## Alarms")) {
        headings.add(line.substring("### ".length()));
      }
    }
    return headings;
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void everyAlarmTellsWhoeverIsToBeTold(String alarm) {
    var topic = "arn:aws:sns:us-east-1:123456789012:on-call";
    var told = Template.with(Map.of("AlarmTopicArn", topic));

    for (var actions : List.of("AlarmActions", "OKActions")) {
      assertThat(told.list("Resources/%s/Properties/%s/Fn::If".formatted(alarm, actions)))
          .isEqualTo(List.of("HasAlarmTopic", List.of(topic), "AWS::NoValue"));
    }
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void everyAlarmSaysWhatMissingDataMean(String alarm) {
    assertThat(template.text("Resources/%s/Properties/TreatMissingData".formatted(alarm)))
        .isIn("breaching", "notBreaching", "ignore");
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void everyExpressionUsesAllItsMetricsOverOnePeriodAndADayAtMost(String alarm) {
    var properties = "Resources/%s/Properties".formatted(alarm);
    if (!template.map(properties).containsKey("Metrics")) {
      return;
    }
    var expression = template.text(properties + "/Metrics/0/Expression");
    var metrics = watched.queries(properties).skip(1).toList();

    assertThat(metrics.stream().map(query -> template.text(query + "/Id")))
        .allSatisfy(
            id -> assertThat(expression.contains("METRICS()") || expression.contains(id)).isTrue())
        .allSatisfy(id -> assertThat(id).matches("[a-z]\\w*"));
    assertThat(metrics.stream().map(query -> template.number(query + "/MetricStat/Period")))
        .containsOnly(template.number(metrics.getFirst() + "/MetricStat/Period"));
    assertThat(
            template.number(metrics.getFirst() + "/MetricStat/Period")
                * template.number(properties + "/EvaluationPeriods"))
        .isLessThanOrEqualTo(86_400);
  }

  @Test
  void theDashboardShowsEveryAlarm() {
    var shown =
        watched
            .widgets("alarm")
            .flatMap(widget -> dashboard.list(widget + "/alarms").stream())
            .toList();

    assertThat(shown).isEqualTo(alarms().stream().map(alarm -> alarm + ".Arn").toList());
  }

  @Test
  void theDashboardFitsItsLimitsAndItsGrid() {
    assertThat(watched.shown()).hasSizeLessThanOrEqualTo(500);
    assertThat(dashboard.list("widgets"))
        .hasSizeLessThanOrEqualTo(100)
        .allSatisfy(widget ->
            assertThat(number(widget, "x") + number(widget, "width")).isLessThanOrEqualTo(24));
  }

  private static int number(Object widget, String name) {
    return Integer.parseInt(String.valueOf(((Map<?, ?>) widget).get(name)));
  }

  @Test
  void theDashboardAsksTheLogOfTheCleanUpForReasonsThatExist() {
    var reasons = Arrays.stream(KeepReason.values()).map(MemberName::of).toList();
    var query = dashboard.text(watched.widgets("log").findFirst().orElseThrow() + "/query");
    var asked = Pattern.compile("kept\\.(\\w+)\\.images").matcher(query).results();

    assertThat(query).startsWith("SOURCE 'CleanupLogGroup' | filter outcome = 'Planned' |");
    assertThat(asked.map(reason -> reason.group(1))).isNotEmpty().isSubsetOf(reasons);
  }

  @Test
  void stacksOfOneAccountShareNoDashboard() {
    assertThat(template.text("Resources/Dashboard/Properties/DashboardName"))
        .isEqualTo("ecr-consolidation-us-east-1");
  }

  private static List<String> alarms() {
    return Template.withDefaults().resources("AWS::CloudWatch::Alarm");
  }
}
