package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;
import java.util.Optional;

/** What stops all removals: resource tags of the consolidated repository, or the lack of them. */
final class RemovalBrake {
  private RemovalBrake() {}

  /**
   * Why nothing of {@code namespace} may be removed for the sake of {@code consolidated}; empty
   * when it may.
   */
  static Optional<String> refusal(
      RepositoryName namespace, RepositoryName consolidated, Map<String, String> resourceTags) {
    if (LegacyRepository.hold(resourceTags) != LegacyRepository.Hold.NONE) {
      return Optional.of(
          "%s has the resource tag %s: nothing is removed until it is taken away, or false"
              .formatted(consolidated, LegacyRepository.HOLD_TAG));
    }
    if (NamespaceTag.names(namespace, resourceTags)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has %s, expected the resource tag %s=%s: nothing is removed without; if this repository mirrors the namespace, give it the tag where it is created (the stack's template does), or by aws ecr tag-resource"
            .formatted(
                consolidated,
                Optional.ofNullable(resourceTags.get(NamespaceTag.KEY))
                    .map(other -> "the resource tag %s=%s".formatted(NamespaceTag.KEY, other))
                    .orElse("no such tag"),
                NamespaceTag.KEY,
                namespace));
  }
}
