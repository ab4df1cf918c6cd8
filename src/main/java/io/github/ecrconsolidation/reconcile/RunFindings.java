package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.SettingCommands;
import java.util.List;

/** What kept a run from reading or requesting everything, and what to do about it. */
final class RunFindings {
  private RunFindings() {}

  static PreflightFinding noList(String reason) {
    return new PreflightFinding(
        ERROR,
        "the repositories could not be listed: " + reason,
        "nothing is compared",
        "aws ecr describe-repositories");
  }

  static PreflightFinding noLegacyRepository() {
    return new PreflightFinding(
        ERROR,
        "there is no repository in the legacy namespace",
        "there is nothing to mirror: LEGACY_NAMESPACE or the region is not the one meant",
        "aws ecr describe-repositories --query 'repositories[].repositoryName'");
  }

  /** To be encrypted as most of the legacy repositories probably are. */
  static PreflightFinding noConsolidatedRepository(
      RepositoryName consolidated, List<Repository> legacy) {
    var encryption =
        legacy.stream()
            .map(Repository::encryption)
            .findFirst()
            .orElse(new Encryption("AES256", ""));
    return new PreflightFinding(
        ERROR,
        "the consolidated repository %s does not exist".formatted(consolidated),
        "nothing can be mirrored; create it, encrypted as the legacy repositories are, or set"
            + " CONSOLIDATED_REPOSITORY to the one meant",
        SettingCommands.createRepository(consolidated, encryption));
  }

  static PreflightFinding unread(RepositoryName repository, String reason) {
    return new PreflightFinding(
        ERROR,
        "%s could not be read: %s".formatted(repository, reason),
        "nothing of it is compared; the other legacy repositories are. If access is denied, look at"
            + " its policy and at the reconciler's role",
        "aws ecr get-repository-policy --repository-name " + repository);
  }

  static PreflightFinding waits(String functionName, long wanted, long waiting) {
    return new PreflightFinding(
        INFO,
        "%d images were not requested: %d still wait to be mirrored".formatted(wanted, waiting),
        "they are probably among those; the next run with fewer than %d waiting requests what is missing then"
            .formatted(Reconciliation.MOST_WAITING),
        Commands.invoke(functionName, "{\"dryRun\":true}"));
  }

  static PreflightFinding refused(String functionName, String reason) {
    return new PreflightFinding(
        ERROR,
        "not everything was requested: " + reason,
        "what was requested is; the next run requests the rest",
        Commands.invoke(functionName, "{}"));
  }

  static PreflightFinding timeUp(String functionName) {
    return new PreflightFinding(
        WARNING,
        "the time was up before everything was read and requested",
        "what was requested is; the next run goes on from there. If no run ever ends, give the"
            + " function more memory, which makes it faster",
        Commands.invoke(functionName, "{}"));
  }
}
