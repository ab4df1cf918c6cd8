package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class StatusPageTest {
  private static final Path REPORT = Path.of("src/test/resources/status/report.json");

  private static String page(String report) {
    return StatusPage.of(StatusReport.read(JsonObject.parse(report)));
  }

  private static String report() throws IOException {
    return Files.readString(REPORT);
  }

  @Test
  void hasTheNumbersOfTheReport() throws IOException {
    assertThat(page(report()))
        .contains("<b>62 %</b>", "of 2,052 tags mirrored", "<b>1,204,331</b>")
        .contains("1,280 mirrored, 12 superseded, 3 missing")
        .contains("<tr><td>2026-02-14</td><td class=\"n\">40</td><td class=\"n\">9.1 GB</td></tr>")
        .contains("2026-01-30 08:15 UTC")
        .contains("<td>pulled recently</td>")
        .contains("Failures", "ml-platform/broken could not be read");
  }

  @Test
  void isOneFileThatRunsAndLoadsNothing() throws IOException {
    assertThat(page(report())).doesNotContain("<script", "src=", "href=", "url(", "@import");
  }

  /** Well-formed, but for what HTML leaves open. */
  @Test
  void isWellFormed() throws Exception {
    var page =
        page(report())
            .replaceFirst("<!DOCTYPE html>\\s*", "")
            .replaceAll("<meta ([^>]*)>", "<meta $1/>")
            .replace("<br>", "<br/>");

    var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var document = parser.parse(new ByteArrayInputStream(page.getBytes(UTF_8)));
    assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(4);
  }

  @Test
  void showsTextAsText() throws IOException {
    var report =
        report().replace("ml-platform/backend", "<b>&\\\"").replace("2026-01-29T22:01:00Z", "<b>&");

    assertThat(page(report)).contains("&lt;b&gt;&amp;&quot;").doesNotContain("<b>&");
  }

  @Test
  void survivesAReportOfNothing() {
    assertThat(page("{\"tags\":{},\"repositories\":[]}"))
        .contains("of 0 tags mirrored", "incomplete");
  }

  @Test
  void isPrintedOnDemandAsIsTheReport() throws IOException {
    assertThat(run("--html")).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(JsonObject.parse(run("--json"))).isEqualTo(JsonObject.parse(report()));
    assertThat(run("--json", "--html")).isEmpty();
  }

  private static String run(String... options) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(new ByteArrayOutputStream(), true, UTF_8)) {
      var in = new ByteArrayInputStream((report() + "{\"StatusCode\":200}").getBytes(UTF_8));
      var arguments = new java.util.ArrayList<>(List.of("status"));
      arguments.addAll(List.of(options));
      new Main(new Console(Map.of(), in, to, errors)).run(arguments);
    }
    return out.toString(UTF_8);
  }
}
