package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.oci.RepositoryName;
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
import java.util.stream.Stream;

/** Who can pull by an old name and could not by the new one? */
final class PullAccessCheck {
  private static final List<PullParameter> PARAMETERS =
      List.of(
          new PullParameter("PullPrincipals", PullGrant::plainPrincipals, Integer.MAX_VALUE),
          new PullParameter("PullOrganizationId", PullGrant::organizations, 1),
          new PullParameter("PullLambdaFunctions", PullGrant::lambdaFunctions, Integer.MAX_VALUE));

  private final PreflightInput input;
  private final Settings settings;
  private final List<PullGrant> current = new ArrayList<>();

  /** Each grant of the legacy side that the consolidated side lacks, and where it holds. */
  private final Map<PullGrant, Set<RepositoryName>> missing = new TreeMap<>();

  PullAccessCheck(PreflightInput input, Settings settings) {
    this.input = input;
    this.settings = settings;
    PullGrant.ACTIONS.forEach(this::compare);
  }

  private void compare(String action) {
    var granted = grants(input.consolidated().name(), action);
    current.addAll(granted);
    for (var repository : input.legacyNames()) {
      for (var grant : grants(repository, action)) {
        if (granted.stream().noneMatch(it -> covers(it, grant))) {
          missing.computeIfAbsent(grant, _ -> new TreeSet<>()).add(repository);
        }
      }
    }
  }

  /**
   * Another account's roles need a permission of their account besides, whoever is named here. In
   * the registry's own account a role that is named here needs no other.
   */
  private boolean covers(PullGrant granted, PullGrant grant) {
    return granted.covers(grant)
        || grant
            .ofItsAccount()
            .filter(account -> input.mirrorRole().filter(account::isOfAnother).isPresent())
            .filter(granted::covers)
            .isPresent();
  }

  private List<PullGrant> grants(RepositoryName repository, String action) {
    return settings
        .accessPolicies(repository)
        .flatMap(policy -> PullGrant.of(policy, repository, action).stream())
        .toList();
  }

  /**
   * A parameter of the template.
   *
   * @param of what of a grant it states; empty when it cannot state the grant
   * @param most values it takes
   */
  private record PullParameter(String name, Function<PullGrant, List<String>> of, int most) {

    List<String> values(PullGrant grant) {
      return of.apply(grant);
    }

    boolean takes(List<String> values) {
      return values.size() <= most && Parameter.fits(String.join(",", values));
    }
  }

  List<PreflightFinding> check() {
    if (!input.ownedByStack()) {
      return missing.isEmpty()
          ? List.of()
          : List.of(
              finding(FindingCode.PULL_ACCESS, missing.keySet(), new Terraform(statements())));
    }
    var findings = new ArrayList<PreflightFinding>();
    var others = new TreeSet<>(missing.keySet());
    for (var parameter : PARAMETERS) {
      var lacking = others.stream().filter(it -> !parameter.values(it).isEmpty()).toList();
      var values = values(parameter, lacking);
      if (!lacking.isEmpty() && parameter.takes(values)) {
        findings.add(
            finding(
                FindingCode.PULL_ACCESS,
                lacking,
                new Parameter(parameter.name, String.join(",", values))));
        lacking.forEach(others::remove);
      }
    }
    if (!others.isEmpty()) {
      findings.add(finding(FindingCode.PULL_ACCESS_WITHOUT_PARAMETER, others, ownRepository()));
    }
    return findings;
  }

  /** Those in force, and those that are lacking. */
  private List<String> values(PullParameter parameter, List<PullGrant> lacking) {
    return Stream.concat(current.stream(), lacking.stream())
        .flatMap(it -> parameter.values(it).stream())
        .distinct()
        .sorted()
        .toList();
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

  /** To be added, as the policy may say more than who pulls. */
  private String statements() {
    return "in the aws_iam_policy_document of its repository policy:\n"
        + missing.keySet().stream().map(PullGrant::terraform).collect(joining());
  }
}
