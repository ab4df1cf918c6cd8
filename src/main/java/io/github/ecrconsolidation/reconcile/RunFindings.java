package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.EncryptionCheck;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.Remedy;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.List;

/** What kept a run from reading or requesting everything, and what to do about it. */
final class RunFindings {
  private RunFindings() {}

  static PreflightFinding noList(String reason) {
    return new PreflightFinding(
        ERROR,
        "repositoriesUnread",
        "the repositories could not be listed: " + reason,
        "nothing is compared",
        new Command("aws ecr describe-repositories"));
  }

  static PreflightFinding noLegacyRepository() {
    return new PreflightFinding(
        ERROR,
        "noLegacyRepository",
        "there is no repository in the legacy namespace",
        "there is nothing to mirror: LEGACY_NAMESPACE or the region is not the one meant",
        new Command("aws ecr describe-repositories --query 'repositories[].repositoryName'"));
  }

  /** To be encrypted as most of the legacy repositories probably are. */
  static PreflightFinding noConsolidatedRepository(
      RepositoryName consolidated, List<Repository> legacy, boolean ownedByStack) {
    var encryption =
        legacy.stream()
            .map(Repository::encryption)
            .findFirst()
            .orElse(new Encryption("AES256", ""));
    return new PreflightFinding(
        ERROR,
        "noConsolidatedRepository",
        "the consolidated repository %s does not exist".formatted(consolidated),
        "nothing can be mirrored; create it, encrypted as the legacy repositories are, or set"
            + " CONSOLIDATED_REPOSITORY to the one meant",
        create(consolidated, encryption, ownedByStack));
  }

  /**
   * CloudFormation does not notice that its repository was deleted, and does not refuse it again.
   */
  private static Remedy create(
      RepositoryName consolidated, Encryption encryption, boolean ownedByStack) {
    return ownedByStack
        ? new Command(Commands.createRepository(consolidated, encryption))
        : new Terraform(EncryptionCheck.repository(consolidated, encryption));
  }

  static PreflightFinding unread(RepositoryName repository, String reason) {
    return new PreflightFinding(
        ERROR,
        "repositoryUnread",
        "%s could not be read: %s".formatted(repository, reason),
        "nothing of it is compared; the other legacy repositories are. If access is denied, look at"
            + " its policy and at the reconciler's role",
        new Command("aws ecr get-repository-policy --repository-name " + repository));
  }

  static PreflightFinding waits(String functionName, long wanted, long waiting, int mostWaiting) {
    return new PreflightFinding(
        INFO,
        "queueNotEmpty",
        "%d images were not requested: %d still wait to be mirrored".formatted(wanted, waiting),
        "they are probably among those; the next run with fewer than %d waiting requests what is missing then"
            .formatted(mostWaiting),
        new Command(Commands.invoke(functionName, "{\"dryRun\":true}")));
  }

  static PreflightFinding refused(String functionName, String reason) {
    return new PreflightFinding(
        ERROR,
        "requestsRefused",
        "not everything was requested: " + reason,
        "what was requested is; the next run requests the rest",
        new Command(Commands.invoke(functionName, "{}")));
  }

  static PreflightFinding timeUp(String functionName) {
    return new PreflightFinding(
        WARNING,
        "outOfTime",
        "the time was up before everything was read and requested",
        "what was requested remains requested; the next run continues from there. If no run ever ends, give the"
            + " function more memory, which makes it faster",
        new Command(Commands.invoke(functionName, "{}")));
  }
}
