package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who can pull by an old name and could not by the new one? */
final class PullAccessCheck {
  private final PreflightInput input;
  private final Settings settings;
  private final List<PullGrant> current;

  /** Each grant of the legacy side that the consolidated side lacks, and where it holds. */
  private final Map<PullGrant, Set<RepositoryName>> missing = new TreeMap<>();

  PullAccessCheck(PreflightInput input, Settings settings) {
    this.input = input;
    this.settings = settings;
    this.current = grants(input.consolidated().name());
    for (var repository : input.legacyNames()) {
      for (var grant : grants(repository)) {
        if (current.stream().noneMatch(it -> it.covers(grant))) {
          missing.computeIfAbsent(grant, _ -> new TreeSet<>()).add(repository);
        }
      }
    }
  }

  private List<PullGrant> grants(RepositoryName repository) {
    return Stream.concat(
            settings.policiesOf(repository).flatMap(RepositoryPolicies::access).stream(),
            settings.registryPolicy().answer().flatMap(it -> it).stream())
        .flatMap(policy -> PullGrant.of(policy, repository).stream())
        .toList();
  }

  List<PreflightFinding> check() {
    if (!input.ownedByStack()) {
      return missing.isEmpty()
          ? List.of()
          : List.of(
              finding(FindingCode.PULL_ACCESS, missing.keySet(), new Terraform(policyDocument())));
    }
    var findings = new ArrayList<PreflightFinding>();
    add(findings, "PullPrincipals", PullGrant::isPlainPrincipal, it -> Stream.of(it.principal()));
    add(
        findings,
        "PullOrganizationId",
        it -> it.organization().isPresent(),
        it -> it.organization().stream());
    add(
        findings,
        "PullLambdaFunctions",
        it -> !it.lambdaFunctions().isEmpty(),
        it -> it.lambdaFunctions().stream());
    var others = missing.keySet().stream().filter(it -> !isParameter(it)).toList();
    if (!others.isEmpty()) {
      findings.add(finding(FindingCode.PULL_ACCESS_WITHOUT_PARAMETER, others, ownRepository()));
    }
    return findings;
  }

  private void add(
      List<PreflightFinding> findings,
      String parameter,
      Predicate<PullGrant> kind,
      Function<PullGrant, Stream<String>> values) {
    var lacking = missing.keySet().stream().filter(kind).toList();
    if (!lacking.isEmpty()) {
      var value =
          Stream.concat(current.stream().filter(kind), lacking.stream())
              .flatMap(values)
              .distinct()
              .sorted()
              .collect(joining(","));
      findings.add(finding(FindingCode.PULL_ACCESS, lacking, new Parameter(parameter, value)));
    }
  }

  private static boolean isParameter(PullGrant grant) {
    return grant.isPlainPrincipal()
        || grant.organization().isPresent()
        || !grant.lambdaFunctions().isEmpty();
  }

  /** No parameter says it, so the repository needs an owner who can. */
  private static Remedy ownRepository() {
    return new Parameter("CreateConsolidatedRepository", "false");
  }

  private PreflightFinding finding(FindingCode code, Collection<PullGrant> grants, Remedy remedy) {
    var repositories = grants.stream().flatMap(it -> missing.getOrDefault(it, Set.of()).stream());
    return new PreflightFinding(
        WARNING,
        code,
        "%s may pull %s, and may not pull %s"
            .formatted(
                PreflightFinding.examples(grants),
                PreflightFinding.examples(repositories.distinct().toList()),
                input.consolidated().name()),
        remedy);
  }

  /** The whole policy, as it replaces the one that is there. */
  private String policyDocument() {
    var statements =
        Stream.concat(current.stream(), missing.keySet().stream())
            .distinct()
            .map(PullGrant::terraform)
            .collect(joining());
    return "data \"aws_iam_policy_document\" \"pull\" {\n%s}".formatted(statements.indent(2));
  }
}
