package io.github.ecrconsolidation.localecr;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A page of a sorted listing, with the key of its last row if there is more. Rows that come and go
 * between two pages neither repeat nor hide the others.
 */
record Page<T>(List<T> rows, Optional<String> last) {
  /** Which page: at most {@code size} rows after the one with this key. */
  record Request(String after, int size) {
    static Request ofToken(Optional<String> token, int size) {
      try {
        return new Request(
            token
                .map(
                    text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
                .orElse(""),
            size);
      } catch (IllegalArgumentException e) {
        throw EcrException.of(EcrError.INVALID_PARAMETER, "Invalid parameter at 'nextToken'");
      }
    }
  }

  static <T> Page<T> of(Stream<T> rows, Function<T, String> key, Request request) {
    var found =
        rows.filter(row -> key.apply(row).compareTo(request.after()) > 0)
            .limit(request.size() + 1L)
            .toList();
    if (found.size() <= request.size()) {
      return new Page<>(found, Optional.empty());
    }
    var page = found.subList(0, request.size());
    return new Page<>(page, Optional.of(key.apply(page.getLast())));
  }

  /** The last key, opaque. */
  Optional<String> nextToken() {
    return last.map(
        key -> Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
  }
}
