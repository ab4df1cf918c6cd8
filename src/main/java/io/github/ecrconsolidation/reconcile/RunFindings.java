package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.EncryptionCheck;
import io.github.ecrconsolidation.preflight.FindingCode;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.List;
import java.util.Optional;

/** What kept a run from reading or requesting everything. */
final class RunFindings {
  private RunFindings() {}

  static PreflightFinding noList(String reason) {
    return new PreflightFinding(
        ERROR, FindingCode.REPOSITORIES_UNREAD, "the repositories could not be listed: " + reason);
  }

  static PreflightFinding noLegacyRepository(RepositoryName namespace) {
    return new PreflightFinding(
        ERROR,
        FindingCode.NO_LEGACY_REPOSITORY,
        "there is no repository in the legacy namespace " + namespace);
  }

  /** To be encrypted as most of the legacy repositories probably are: as the oldest. */
  static PreflightFinding noConsolidatedRepository(
      RepositoryName consolidated, List<Repository> legacy, boolean ownedByStack) {
    var oldest = legacy.stream().map(Repository::encryption).findFirst();
    return new PreflightFinding(
        ERROR,
        FindingCode.NO_CONSOLIDATED_REPOSITORY,
        "the consolidated repository %s does not exist%s"
            .formatted(
                consolidated,
                oldest
                    .map("; the oldest legacy repository is encrypted with %s"::formatted)
                    .orElse("")),
        ownedByStack
            ? Optional.empty()
            : Optional.of(
                new Terraform(
                    EncryptionCheck.repository(
                        consolidated, oldest.orElse(new Encryption("AES256", ""))))));
  }

  static PreflightFinding unread(RepositoryName repository, String reason) {
    return new PreflightFinding(
        ERROR,
        FindingCode.REPOSITORY_UNREAD,
        "%s could not be read: %s".formatted(repository, reason));
  }

  static PreflightFinding waits(long missed, long waiting) {
    return new PreflightFinding(
        INFO,
        FindingCode.QUEUE_NOT_EMPTY,
        "%d images were not requested: %d still wait to be mirrored".formatted(missed, waiting));
  }

  static PreflightFinding refused(String reason) {
    return new PreflightFinding(
        ERROR, FindingCode.REQUESTS_REFUSED, "not everything was requested: " + reason);
  }

  static PreflightFinding timeUp() {
    return new PreflightFinding(
        WARNING,
        FindingCode.OUT_OF_TIME,
        "the time was up before everything was read and requested");
  }
}
