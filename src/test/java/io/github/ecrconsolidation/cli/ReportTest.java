package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cli.Report.Format;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.references.Finding;
import io.github.ecrconsolidation.references.Finding.Decision;
import io.github.ecrconsolidation.references.Finding.Manual;
import io.github.ecrconsolidation.references.Finding.Possible;
import io.github.ecrconsolidation.references.Finding.Rewrite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Finding REWRITE = finding(new Rewrite("new:a", List.of(), ""));
  private static final Finding MANUAL = finding(new Manual("100%:\nwhy"));
  private static final Finding POSSIBLE = finding(new Possible("maybe"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static Finding finding(Decision decision) {
    return new Finding(7, "Pod/a", "old:a", false, decision);
  }

  private Report report(Format format) {
    return new Report(format, new PrintStream(out, true, UTF_8));
  }

  private void end(Report report) {
    report.end("rewritten", 2, 1, new PrintStream(err, true, UTF_8));
  }

  @Test
  void countsWhatIsAskedForAndNothingInDocuments() {
    var report = report(Format.TEXT);
    report.add("a.yaml", false, REWRITE);
    report.add("a.yaml", false, MANUAL);
    report.add("a.yaml", false, POSSIBLE);
    report.add("a.md", true, MANUAL);
    report.addManual(10);

    assertThat(report.count(false, false)).isEqualTo(11);
    assertThat(report.count(true, false)).isEqualTo(12);
    assertThat(report.count(true, true)).isEqualTo(13);
  }

  @Test
  void endsWithTheCountsInWords() {
    var report = report(Format.TEXT);
    report.add("a.yaml", false, REWRITE);
    report.add("a.md", true, MANUAL);

    end(report);

    assertThat(err)
        .hasToString(
            "1 legacy references in 2 inputs: 1 rewritten, 0 require manual action, 0 possible;"
                + " 1 more in documents, which do not count; 1 marked as ignored\n");
  }

  @Test
  void printsALineForEachFindingWithItsPlace() {
    var report = report(Format.TEXT);
    report.add("a.yaml", false, REWRITE);
    report.add("a.md", true, POSSIBLE);

    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "a.yaml:7: Pod/a: old:a -> new:a", "document: a.md:7: Pod/a: old:a: possible: maybe");
  }

  @Test
  void printsAnnotationsOfGitHubWithWhatTheyDoNotTakeEscaped() {
    var report = report(Format.GITHUB);
    report.add("a,b:c.yaml", false, MANUAL);
    report.add("a.yaml", false, POSSIBLE);
    report.add("a.md", true, MANUAL);

    assertThat(out.toString(UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("::error file=a%2Cb%3Ac.yaml,line=7,title=Legacy image::")
                    .endsWith("100%25:%0Awhy"),
            line -> assertThat(line).startsWith("::warning file=a.yaml,line=7,"),
            line -> assertThat(line).startsWith("::notice file=a.md,line=7,"));
  }

  @Test
  void printsOneObjectOfJsonAtTheEnd() {
    var report = report(Format.JSON);
    report.add("a.yaml", false, REWRITE);
    report.add("a.yaml", false, POSSIBLE);
    assertThat(out.toString(UTF_8)).isEmpty();

    end(report);

    var json = JsonObject.parse(out.toString(UTF_8));
    assertThat(json.objects("references"))
        .extracting(it -> it.text("decision").orElseThrow())
        .containsExactly("rewrite", "possible");
    assertThat(json.objects("references"))
        .extracting(it -> it.has("becomes"))
        .containsExactly(true, false);
    assertThat(json.object("summary").orElseThrow().number("rewritable")).contains(1L);
    assertThat(out.toString(UTF_8)).startsWith("{\"references\":[{\"file\":\"a.yaml\",\"line\":7,");
  }
}
