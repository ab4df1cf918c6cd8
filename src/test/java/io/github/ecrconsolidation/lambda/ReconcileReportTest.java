package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.preflight.FindingCode;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.reconcile.ReconcileDecision;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflict;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
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

  /** Of each kind another number, so that no two can be mixed up. */
  private static final List<ReconcileDecision> DECISIONS =
      Stream.of(
              nCopies(6, new InPlace(image("alike"))),
              nCopies(1, new Missing(image("backend"))),
              nCopies(2, new MissingOld(image("backend"))),
              nCopies(3, new Different(image("web"), DIGEST)),
              nCopies(
                  4,
                  new Conflicting(
                      image("web"), new Tag("web-v1"), DIGEST, Conflict.HELD_FOR_ANOTHER)),
              nCopies(5, new Ignored(image("alike"), Reason.OVERLONG_TAG)))
          .<ReconcileDecision>flatMap(List::stream)
          .toList();

  private static MirrorRequest image(String repository) {
    return new OfTag(
        new ImageReference(new RepositoryName("ml-platform/" + repository), new Tag("v1")),
        Optional.of(DIGEST));
  }

  // --- counts

  @Test
  void answersWithTheCountsAndTheRepositoriesThatDiffer() {
    var answer = compared(DECISIONS).answer();

    assertThat(answer.object("decisions").orElseThrow().members())
        .isEqualTo(decisions(6, 1, 2, 3, 4, 5));
    assertThat(answer.object("ignoredBecause").orElseThrow().members())
        .isEqualTo(Map.of("overlongTag", 5));
    assertThat(answer.members()).containsEntry("wouldRequest", 4);
    assertThat(answer.objects("repositories"))
        .extracting(row -> row.text("repository").orElseThrow())
        .containsExactly("ml-platform/backend", "ml-platform/web");
    assertThat(answer.objects("repositories").getLast().members())
        .containsAllEntriesOf(decisions(0, 0, 0, 3, 4, 0));
  }

  private static Map<String, Integer> decisions(
      int inPlace, int missing, int missingOld, int different, int conflicting, int ignored) {
    return Map.of(
        "inPlace",
        inPlace,
        "missing",
        missing,
        "missingOld",
        missingOld,
        "different",
        different,
        "conflicting",
        conflicting,
        "ignored",
        ignored);
  }

  @Test
  void listsAHundredRepositoriesAndCountsThemAll() {
    var many =
        IntStream.range(0, 101)
            .<ReconcileDecision>mapToObj(i -> new Missing(image("r" + i)))
            .toList();

    var answer = compared(many).answer();

    assertThat(answer.objects("repositories")).hasSize(100);
    assertThat(answer.members()).containsEntry("repositoriesThatDiffer", 101);
  }

  /** CloudWatch Logs took no more than 256 KB for one event until 2025. */
  @Test
  void staysBelowTheLimitOfALogEventWhateverCouldNotBeRead() {
    var unread =
        IntStream.range(0, 3_000)
            .mapToObj(i ->
                new PreflightFinding(
                    i == 2_999 ? Severity.ERROR : Severity.WARNING,
                    FindingCode.REPOSITORY_UNREAD,
                    "ml-platform/r%d could not be read: %s".formatted(i, "denied ".repeat(300))))
            .toList();
    var failures = unread.stream().map(PreflightFinding::summary).toList();

    var line = report("{}", List.of(), unread, false, failures).line(NOW);

    assertThat(line.getBytes(UTF_8).length).isLessThan(256_000);
    var members = JsonObject.parse(line);
    assertThat(members.texts("failures")).hasSize(51).endsWith("and 2950 more");
    assertThat(members.objects("findings")).hasSize(50);
    assertThat(members.objects("findings").getFirst().text("severity")).contains("error");
    assertThat(members.members())
        .containsEntry("findingsOmitted", 2_950)
        .containsEntry("ReconcileFailures", 3_000)
        .containsKey("_aws");
  }

  @Test
  void makesMetricsOfTheCounts() {
    assertThat(line(compared(DECISIONS)).members())
        .containsEntry("outcome", "Reconciled")
        .containsEntry("RequestedImages", 2)
        .containsEntry("SnapshotImages", 12)
        .containsEntry("ReconcileFailures", 0)
        .containsEntry("InPlaceImages", 6)
        .containsEntry("MissingImages", 1)
        .containsEntry("OldMissingImages", 2)
        .containsEntry("DifferentImages", 3)
        .containsEntry("ConflictingImages", 4)
        .containsEntry("IgnoredImages", 5)
        .containsEntry("ConsolidatedImages", 7)
        .containsKey("_aws");
  }

  @Test
  void publishesTheCounts() {
    assertThat(compared(DECISIONS).event().detail())
        .containsEntry("consolidated-repository", "data-platform-dev")
        .containsEntry("complete", true)
        .containsEntry("requested", 2)
        .containsEntry("in-place", 6)
        .containsEntry("missing", 1)
        .containsEntry("missing-old", 2)
        .containsEntry("different", 3)
        .containsEntry("conflicting", 4)
        .containsEntry("ignored", 5);
  }

  /** Zeros would end the alarm on missing images. */
  @Test
  void tellsNoCountsOfARunThatDidNotReadEverything() {
    var report = report("{}", DECISIONS, List.of(), false, List.of("unread"));

    assertThat(report.answer().members())
        .doesNotContainKeys("decisions", "ignoredBecause", "wouldRequest", "repositoriesThatDiffer")
        .containsEntry("failures", List.of("unread"));
    assertThat(line(report).members())
        .containsEntry("ReconcileFailures", 1)
        .containsKeys("RequestedImages", "SnapshotImages")
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
        .doesNotContainKeys(
            "in-place", "missing", "missing-old", "different", "conflicting", "ignored");
  }

  // --- findings

  @Test
  void namesParameterCompleteValueAndFileOfASetting() {
    assertThat(finding(new Parameter("MutableTags", "main,develop")))
        .containsEntry("severity", "warning")
        .containsEntry("code", "movingTagsImmutable")
        .containsEntry("what", "what")
        .containsEntry("parameter", "MutableTags")
        .containsEntry("value", "main,develop")
        .containsEntry("file", "samconfig.toml");
  }

  @Test
  void namesLinesOfTerraform() {
    assertThat(finding(new Terraform("a = b"))).containsEntry("terraform", "a = b");
  }

  @Test
  void namesNoSettingWhereTheOperatorDecides() {
    assertThat(member(finding(Severity.INFO))).containsOnlyKeys("severity", "code", "what");
  }

  private static Map<String, Object> finding(Remedy remedy) {
    return member(
        new PreflightFinding(Severity.WARNING, FindingCode.MOVING_TAGS_IMMUTABLE, "what", remedy));
  }

  private static Map<String, Object> member(PreflightFinding finding) {
    return line(report("{}", List.of(), List.of(finding), true, List.of()))
        .objects("findings")
        .getFirst()
        .members();
  }

  private static PreflightFinding finding(Severity severity) {
    return new PreflightFinding(severity, FindingCode.IMAGE_QUOTA, "what");
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
    return severities.map(ReconcileReportTest::finding).toList();
  }

  // --- preflight

  @Test
  void beginsAPreflightWithWhetherItIsPassedThenTheWorstFirst() {
    var lines =
        preflight(findings(Stream.of(Severity.INFO, Severity.WARNING, Severity.ERROR)), List.of());

    assertThat(lines)
        .containsExactly(
            "preflight of data-platform-dev not passed: 1 errors, 1 warnings",
            "error   imageQuota: what",
            "warning imageQuota: what",
            "info    imageQuota: what",
            "what follows from each, and what to do: docs/runbook.md, \"Findings\"");
  }

  @Test
  void isPassedWithWarningsButNotIfSomethingCouldNotBeRead() {
    assertThat(preflight(findings(Stream.of(Severity.WARNING)), List.of()).getFirst())
        .contains("data-platform-dev passed: 0 errors, 1 warnings");
    assertThat(preflight(List.of(), List.of("unread")).getFirst()).contains("not passed");
  }

  private static List<String> preflight(List<PreflightFinding> findings, List<String> failures) {
    var report = report("{\"preflight\":true}", List.of(), findings, failures.isEmpty(), failures);
    return report.answer().texts("preflight");
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
