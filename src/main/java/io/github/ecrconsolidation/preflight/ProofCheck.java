package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.survey.Reading;
import java.util.Map;
import java.util.Optional;

/** Does the consolidated repository carry a record of prove that this release may rely on? */
final class ProofCheck {
  /** The template states all resource tags, so its next change would remove a tag it does not. */
  private static final String PARAMETER =
      "\n# then, in samconfig.toml: the parameter ProofRecord that it prints";

  private ProofCheck() {}

  /** Tags that could not be read are the finding of {@link NamespaceCheck}. */
  static Optional<PreflightFinding> check(PreflightInput input, Reading<Map<String, String>> tags) {
    return tags.answer()
        .flatMap(read -> ProofRecord.read(read, Release.CURRENT).advice())
        .map(advice -> finding(input, advice));
  }

  private static PreflightFinding finding(PreflightInput input, String advice) {
    var consolidated = input.consolidated();
    return new PreflightFinding(
        WARNING,
        "notProven",
        "%s: %s".formatted(consolidated.name(), advice),
        "what the clean-up relies on is not known to hold in this account and region; it removes"
            + " images more slowly",
        new Command(
            commands(consolidated.name(), consolidated.encryption().key())
                + (input.ownedByStack() ? PARAMETER : "")));
  }

  /** Two commands, as losses that take a day to show must be seen. */
  private static String commands(RepositoryName consolidated, String key) {
    var prove = "java -jar ecr-consolidation-cli.jar prove --region <region>";
    return """
    %1$s%2$s --keep
    # a day later: %1$s --check <run> --record %3$s\
    """
        .formatted(prove, key.isEmpty() ? "" : " --kms-key " + key, consolidated);
  }
}
