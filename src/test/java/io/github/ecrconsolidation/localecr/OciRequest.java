package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code /v2/} request taken apart.
 *
 * @param kind {@code manifest}, {@code blob}, {@code upload}, {@code tags}, {@code referrers},
 *     {@code catalog} or {@code base}
 * @param reference what stands last in the path: a tag, digest or upload id; empty if nothing
 */
record OciRequest(
    String method,
    String kind,
    String repository,
    String reference,
    Map<String, String> query,
    HttpExchange exchange) {
  private static final Pattern PATH =
      Pattern.compile(
          "/v2/(?<name>.+)/(?:(?<kind>manifest|blob)s/(?<reference>[^/]+)"
              + "|blobs/(?<upload>upload)s/(?<id>[^/]*)"
              + "|(?<tags>tags)/list"
              + "|(?<referrers>referrers)/(?<subject>[^/]+))");

  static Optional<OciRequest> parse(HttpExchange exchange) {
    var method = exchange.getRequestMethod();
    var path = exchange.getRequestURI().getPath();
    var query = query(exchange.getRequestURI().getRawQuery());
    if (path.equals("/v2/") || path.equals("/v2")) {
      return Optional.of(new OciRequest(method, "base", "", "", query, exchange));
    }
    if (path.equals("/v2/_catalog")) {
      return Optional.of(new OciRequest(method, "catalog", "", "", query, exchange));
    }
    var matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var kind = first(matcher.group("kind"), matcher.group("upload"), matcher.group("tags"));
    var reference =
        first(matcher.group("reference"), matcher.group("id"), matcher.group("subject"));
    return Optional.of(
        new OciRequest(
            method,
            kind.isEmpty() ? "referrers" : kind,
            matcher.group("name"),
            reference,
            query,
            exchange));
  }

  private static String first(String... groups) {
    return Arrays.stream(groups).filter(group -> group != null).findFirst().orElse("");
  }

  private static Map<String, String> query(String raw) {
    return raw == null || raw.isEmpty()
        ? Map.of()
        : Arrays.stream(raw.split("&", -1))
            .map(pair -> (pair + "=").split("=", -1))
            .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The name the audit and the faults use; a mount is told from an upload. */
  String operation() {
    return method + " " + (isMount() ? "mount" : kind);
  }

  /** Without {@code from} it is no mount for ECR. */
  boolean isMount() {
    return method.equals("POST") && query.containsKey("mount") && query.containsKey("from");
  }

  List<String> subjects() {
    return Stream.of(
            reference,
            parameter("mount").orElse(""),
            parameter("from").orElse(""),
            parameter("digest").orElse(""))
        .filter(subject -> !subject.isEmpty())
        .toList();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  InputStream body() {
    return exchange.getRequestBody();
  }

  /** Unknown query parameters are refused (rule 17). */
  void allowQuery(String... names) {
    var unknown = new HashSet<>(query.keySet());
    unknown.removeAll(Set.of(names));
    if (!unknown.isEmpty()) {
      throw EcrException.of(
          EcrError.INVALID_PARAMETER,
          "%s: LocalEcr does not know the parameters %s".formatted(operation(), unknown));
    }
  }
}
