package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.survey.Reading;
import java.util.Map;
import java.util.Optional;

/** Does the consolidated repository carry a record of prove that this release may rely on? */
final class ProofCheck {
  private ProofCheck() {}

  /** Tags that could not be read are the finding of {@link NamespaceCheck}. */
  static Optional<PreflightFinding> check(PreflightInput input, Reading<Map<String, String>> tags) {
    return tags.answer()
        .flatMap(read -> ProofRecord.read(read, Release.CURRENT).advice())
        .map(advice -> finding(input.consolidated(), advice));
  }

  /** The proof must be of repositories that are encrypted as this one is. */
  private static PreflightFinding finding(Repository consolidated, String advice) {
    var key = consolidated.encryption().key();
    return new PreflightFinding(
        WARNING,
        FindingCode.NOT_PROVEN,
        "%s: %s%s"
            .formatted(consolidated.name(), advice, key.isEmpty() ? "" : " with --kms-key " + key));
  }
}
