package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import java.util.Optional;
import java.util.stream.Stream;

/** Says which policies could not be read: what they allow is compared with nothing. */
final class UnreadPolicies {
  private UnreadPolicies() {}

  static Optional<PreflightFinding> check(Settings settings) {
    var unread =
        Stream.concat(
                settings.policies().entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof Failed)
                    .map(entry -> "%s: %s".formatted(entry.getKey(), reason(entry.getValue()))),
                Stream.of(settings.registryPolicy())
                    .filter(Failed.class::isInstance)
                    .map(failed -> "the registry: " + reason(failed)))
            .sorted()
            .toList();
    return unread.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                WARNING,
                FindingCode.POLICIES_UNKNOWN,
                "%d policies could not be read: %s"
                    .formatted(unread.size(), PreflightFinding.examples(unread))));
  }

  private static String reason(Reading<?> reading) {
    return reading instanceof Failed<?>(_, var reason, _) ? reason : "";
  }
}
