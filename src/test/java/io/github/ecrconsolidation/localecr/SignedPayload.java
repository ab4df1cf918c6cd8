package io.github.ecrconsolidation.localecr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was signed in a Docker schema 1 manifest: its digest is over that and not over its bytes, so
 * it cannot be mirrored by digest.
 */
final class SignedPayload {
  private SignedPayload() {}

  static String of(String text, Stream<?> signatures) {
    var signature = signatures.findFirst().orElseThrow(() -> ManifestJson.invalid("no signature"));
    if (signature instanceof Map<?, ?> fields
        && fields.get("protected") instanceof String encoded) {
      var header = ManifestJson.object(decoded(encoded));
      if (header.get("formatLength") instanceof Integer length
          && header.get("formatTail") instanceof String tail) {
        var head = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), length);
        return new String(head, StandardCharsets.UTF_8) + decoded(tail);
      }
    }
    throw ManifestJson.invalid("signatures");
  }

  private static String decoded(String encoded) {
    try {
      return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ManifestJson.invalid("signatures: " + e.getMessage());
    }
  }
}
