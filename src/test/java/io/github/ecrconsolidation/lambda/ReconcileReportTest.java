package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.reconcile.LegacyImage;
import io.github.ecrconsolidation.reconcile.ReconcileDecision;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.InPlace;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Missing;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import io.github.ecrconsolidation.reconcile.ReconcilePlan;
import io.github.ecrconsolidation.reconcile.ReconcileResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconcileReportTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Digest DIGEST = Digest.of("image".getBytes(UTF_8));
  private static final List<ReconcileDecision> DECISIONS =
      List.of(
          new InPlace(image("backend")),
          new Missing(image("backend")),
          new MissingOld(image("backend")),
          new Different(image("web"), DIGEST),
          new Ignored(image("alike"), Reason.TAG_TOO_LONG),
          new InPlace(image("alike")));

  private static LegacyImage image(String repository) {
    return new LegacyImage(
        new RepositoryName("ml-platform/" + repository), Optional.of(new Tag("v1")), DIGEST);
  }

  // --- counts

  @Test
  void answersWithTheCountsAndTheRepositoriesThatDiffer() {
    var answer = new JsonObject(compared(DECISIONS).answer());

    assertThat(answer.object("decisions").orElseThrow().members())
        .isEqualTo(
            Map.of(
                "inPlace",
                2,
                "missing",
                1,
                "missingOld",
                1,
                "different",
                1,
                "conflicting",
                0,
                "ignored",
                1));
    assertThat(answer.object("ignoredBecause").orElseThrow().members())
        .isEqualTo(Map.of("tagTooLong", 1));
    assertThat(answer.members()).containsEntry("wouldRequest", 2);
    assertThat(answer.objects("repositories"))
        .extracting(row -> row.text("repository").orElseThrow())
        .containsExactly("ml-platform/backend", "ml-platform/web");
  }

  @Test
  void listsAHundredRepositoriesAndCountsThemAll() {
    var many =
        IntStream.range(0, 101)
            .<ReconcileDecision>mapToObj(i -> new Missing(image("r" + i)))
            .toList();

    var answer = new JsonObject(compared(many).answer());

    assertThat(answer.objects("repositories")).hasSize(100);
    assertThat(answer.members()).containsEntry("repositoriesThatDiffer", 101);
  }

  @Test
  void makesMetricsOfTheCounts() {
    assertThat(line(compared(DECISIONS)).members())
        .containsEntry("outcome", "Reconciled")
        .containsEntry("RequestedImages", 2)
        .containsEntry("InventoryImages", 12)
        .containsEntry("ReconcileFailures", 0)
        .containsEntry("InPlaceImages", 2)
        .containsEntry("MissingImages", 1)
        .containsEntry("OldMissingImages", 1)
        .containsEntry("DifferentImages", 1)
        .containsEntry("ConflictingImages", 0)
        .containsEntry("IgnoredImages", 1)
        .containsEntry("ConsolidatedImages", 7)
        .containsKey("_aws");
  }

  @Test
  void publishesTheCounts() {
    assertThat(compared(DECISIONS).event().detail())
        .containsEntry("consolidated-repository", "data-platform-dev")
        .containsEntry("complete", true)
        .containsEntry("requested", 2)
        .containsEntry("in-place", 2)
        .containsEntry("missing", 1)
        .containsEntry("missing-old", 1)
        .containsEntry("different", 1)
        .containsEntry("conflicting", 0)
        .containsEntry("ignored", 1);
  }

  /** Zeros would end the alarm on missing images. */
  @Test
  void tellsNoCountsOfARunThatDidNotReadEverything() {
    var report = report("{}", DECISIONS, List.of(), false, List.of("unread"));

    assertThat(report.answer())
        .doesNotContainKeys("decisions", "ignoredBecause", "wouldRequest", "repositoriesThatDiffer")
        .containsEntry("failures", List.of("unread"));
    assertThat(line(report).members())
        .containsEntry("ReconcileFailures", 1)
        .containsKeys("RequestedImages", "InventoryImages")
        .doesNotContainKeys(
            "InPlaceImages",
            "MissingImages",
            "OldMissingImages",
            "DifferentImages",
            "ConflictingImages",
            "IgnoredImages",
            "ConsolidatedImages");
    assertThat(report.event().detail())
        .containsEntry("failures", 1)
        .doesNotContainKeys("in-place", "missing", "missing-old", "different", "ignored");
  }

  // --- findings

  @Test
  void namesParameterCompleteValueAndFileOfASetting() {
    assertThat(finding(new Parameter("MutableTags", "main,develop")))
        .containsEntry("severity", "warning")
        .containsEntry("code", "code")
        .containsEntry("what", "what")
        .containsEntry("means", "means")
        .containsEntry("parameter", "MutableTags")
        .containsEntry("value", "main,develop")
        .containsEntry("file", "samconfig.toml");
  }

  @Test
  void namesLinesOfTerraformOrACommand() {
    assertThat(finding(new Terraform("a = b"))).containsEntry("terraform", "a = b");
    assertThat(finding(new Command("aws ecr"))).containsEntry("command", "aws ecr");
  }

  private static Map<String, Object> finding(Remedy remedy) {
    var report =
        report("{}", List.of(), List.of(finding(Severity.WARNING, remedy)), true, List.of());
    return line(report).objects("findings").getFirst().members();
  }

  private static PreflightFinding finding(Severity severity, Remedy remedy) {
    return new PreflightFinding(severity, "code", "what", "means", remedy);
  }

  @Test
  void hasTheLevelOfTheWorst() {
    assertThat(level(List.of(), List.of())).isEqualTo("INFO");
    assertThat(level(List.of(Severity.INFO), List.of())).isEqualTo("INFO");
    assertThat(level(List.of(Severity.INFO, Severity.WARNING), List.of())).isEqualTo("WARN");
    assertThat(level(List.of(Severity.ERROR), List.of())).isEqualTo("WARN");
    assertThat(level(List.of(), List.of("unread"))).isEqualTo("ERROR");
  }

  private static String level(List<Severity> severities, List<String> failures) {
    return line(report("{}", List.of(), findings(severities.stream()), true, failures))
        .text("level")
        .orElseThrow();
  }

  private static List<PreflightFinding> findings(Stream<Severity> severities) {
    return severities.map(severity -> finding(severity, new Command("aws"))).toList();
  }

  // --- preflight

  @Test
  void beginsAPreflightWithWhetherItIsPassedThenTheWorstFirst() {
    var lines =
        preflight(findings(Stream.of(Severity.INFO, Severity.WARNING, Severity.ERROR)), List.of());

    assertThat(lines.getFirst())
        .isEqualTo("preflight of data-platform-dev not passed: 1 errors, 1 warnings");
    assertThat(lines.get(1)).startsWith("error");
    assertThat(lines.get(4)).startsWith("warning");
    assertThat(lines.get(7)).startsWith("info");
  }

  @Test
  void isPassedWithWarningsButNotIfSomethingCouldNotBeRead() {
    assertThat(preflight(findings(Stream.of(Severity.WARNING)), List.of()).getFirst())
        .contains("data-platform-dev passed: 0 errors, 1 warnings");
    assertThat(preflight(List.of(), List.of("unread")).getFirst()).contains("not passed");
  }

  private static List<String> preflight(List<PreflightFinding> findings, List<String> failures) {
    var report = report("{\"preflight\":true}", List.of(), findings, failures.isEmpty(), failures);
    return new JsonObject(report.answer()).texts("preflight");
  }

  @Test
  void makesNoMetricsOfAPreflight() {
    assertThat(
            line(report("{\"preflight\":true}", DECISIONS, List.of(), true, List.of())).members())
        .doesNotContainKeys("_aws", "MissingImages", "RequestedImages");
  }

  private static ReconcileReport compared(List<ReconcileDecision> decisions) {
    return report("{}", decisions, List.of(), true, List.of());
  }

  private static ReconcileReport report(
      String input,
      List<ReconcileDecision> decisions,
      List<PreflightFinding> findings,
      boolean compared,
      List<String> failures) {
    return new ReconcileReport(
        CONSOLIDATED,
        ReconcileInput.parse(input),
        new ReconcileResult(
            new ReconcilePlan(decisions),
            Map.of(CONSOLIDATED, 7, new RepositoryName("ml-platform/backend"), 5),
            findings,
            2,
            compared,
            failures.isEmpty(),
            failures),
        new TransferStats(9, 0, 0, 0, 0, 0),
        Duration.ofMillis(1250));
  }

  private static JsonObject line(ReconcileReport report) {
    return JsonObject.parse(report.line(NOW));
  }
}
