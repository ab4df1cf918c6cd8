package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The metrics that the alarms and the dashboard of the template watch. */
public final class WatchedMetrics {
  private final Template template = Template.withDefaults();
  private final Template dashboard = template.json("Resources/Dashboard/Properties/DashboardBody");

  /** A metric as CloudWatch knows it. */
  public record Metric(String namespace, String name, String dimension, String value) {}

  Template dashboard() {
    return dashboard;
  }

  /** What alarms and dashboard watch. */
  public Stream<Metric> metrics() {
    return Stream.concat(
        template.resources("AWS::CloudWatch::Alarm").stream().flatMap(this::watchedBy), shown());
  }

  private Stream<Metric> watchedBy(String alarm) {
    var properties = "Resources/%s/Properties".formatted(alarm);
    return template.map(properties).containsKey("MetricName")
        ? Stream.of(metric(properties))
        : queries(properties)
            .filter(query -> template.map(query).containsKey("MetricStat"))
            .map(query -> metric(query + "/MetricStat/Metric"));
  }

  /** The paths of the queries of an alarm, expressions included. */
  Stream<String> queries(String properties) {
    return IntStream.range(0, template.list(properties + "/Metrics").size())
        .mapToObj(i -> "%s/Metrics/%d".formatted(properties, i));
  }

  private Metric metric(String path) {
    assertThat(template.list(path + "/Dimensions")).hasSize(1);
    return new Metric(
        template.text(path + "/Namespace"),
        template.text(path + "/MetricName"),
        template.text(path + "/Dimensions/0/Name"),
        template.text(path + "/Dimensions/0/Value"));
  }

  /** What the dashboard shows. */
  Stream<Metric> shown() {
    return widgets("metric")
        .flatMap(widget -> dashboard.list(widget + "/metrics").stream())
        .map(metric -> ((List<?>) metric).stream().limit(4).map(Object::toString).toList())
        .map(it -> new Metric(it.get(0), it.get(1), it.get(2), it.get(3)));
  }

  /** The paths of the properties of the widgets of a type, in the dashboard. */
  Stream<String> widgets(String type) {
    return IntStream.range(0, dashboard.list("widgets").size())
        .filter(i -> dashboard.text("widgets/%d/type".formatted(i)).equals(type))
        .mapToObj("widgets/%d/properties"::formatted);
  }
}
