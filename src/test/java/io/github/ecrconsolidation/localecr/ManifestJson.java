package io.github.ecrconsolidation.localecr;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** The JSON of manifests, and the one error that ECR has for all that is wrong with it. */
final class ManifestJson {
  private ManifestJson() {}

  static Map<String, Object> object(String text) {
    try {
      return Optional.ofNullable(JSON.std.mapFrom(text)).orElseThrow(() -> invalid("null"));
    } catch (JacksonException e) {
      throw invalid(e.getOriginalMessage());
    }
  }

  static void require(boolean condition, String complaint) {
    if (!condition) {
      throw invalid(complaint);
    }
  }

  static EcrException invalid(String complaint) {
    return EcrException.of(
        EcrError.INVALID_MANIFEST,
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: "
            + "'Invalid JSON syntax' (%s)".formatted(complaint));
  }
}
