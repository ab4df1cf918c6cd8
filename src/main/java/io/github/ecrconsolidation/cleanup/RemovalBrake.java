package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;
import java.util.Optional;

/**
 * The resource tag by which a consolidated repository says whose images it mirrors. What is to be
 * removed from a namespace must be proven in every repository that mirrors it.
 */
public final class NamespaceTag {
  /** Its key; its value is the legacy namespace. */
  public static final String KEY = "ecr-consolidation:legacy-namespace";

  private NamespaceTag() {}

  /** Whether a repository with {@code resourceTags} mirrors {@code namespace}. */
  static boolean names(RepositoryName namespace, Map<String, String> resourceTags) {
    return namespace.value().equals(resourceTags.get(KEY));
  }

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
    if (names(namespace, resourceTags)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has %s, expected the resource tag %s=%s: nothing is removed without; if this repository mirrors the namespace, give it the tag where it is created (the stack's template does), or by aws ecr tag-resource"
            .formatted(
                consolidated,
                Optional.ofNullable(resourceTags.get(KEY))
                    .map(other -> "the resource tag %s=%s".formatted(KEY, other))
                    .orElse("no such tag"),
                KEY,
                namespace));
  }
}
