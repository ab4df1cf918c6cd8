package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The registry side, {@code /v2/}: checks the token and finds who answers.
 *
 * <p>Not emulated: deleting blobs (ECR has none of it), {@code POST ?digest=} in one request
 * (unverified on ECR; answered, as the DS allows, by a session), and ECR's fault of a {@code Range}
 * header that sticks at the first of several chunks (CR#2831).
 */
final class OciApi implements FrontEnd {
  private final Tickets<String> tokens;
  private final OciManifests manifests;
  private final OciBlobs blobs;
  private final URI endpoint;

  OciApi(Tickets<String> tokens, OciManifests manifests, OciBlobs blobs, URI endpoint) {
    this.tokens = tokens;
    this.manifests = manifests;
    this.blobs = blobs;
    this.endpoint = endpoint;
  }

  @Override
  public Call understand(HttpExchange exchange) {
    var name = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    return OciRequest.parse(exchange)
        .map(request ->
            new Call(
                request.operation(),
                request.repository(),
                request.subjects(),
                () -> answer(request)))
        .orElseGet(() -> Call.refused(name, unknown(name)));
  }

  private Response answer(OciRequest request) throws IOException {
    requireToken(request);
    return switch (request.operation()) {
      case "GET base", "HEAD base" -> Response.of(200, "application/json", "{}");
      case "GET catalog" -> manifests.catalog(request);
      case "GET manifest", "HEAD manifest" -> manifests.get(request);
      case "PUT manifest" -> manifests.put(request);
      case "DELETE manifest" -> manifests.delete(request);
      case "GET tags" -> manifests.tags(request);
      case "GET referrers" -> manifests.referrers(request);
      case "HEAD blob" -> blobs.head(request);
      case "GET blob" -> blobs.get(request);
      case "POST mount" -> blobs.mount(request);
      case "POST upload" -> blobs.start(request);
      case "PATCH upload" -> blobs.append(request);
      case "PUT upload" -> blobs.finish(request);
      case "GET upload" -> blobs.status(request);
      case "DELETE upload" -> blobs.cancel(request);
      default -> throw unknown(request.operation());
    };
  }

  private static EcrException unknown(String operation) {
    return EcrException.of(
        EcrError.UNKNOWN_OPERATION, "LocalEcr does not emulate '%s'".formatted(operation));
  }

  /** Rule 11; ECR hands out Basic credentials and has no token service. */
  private void requireToken(OciRequest request) {
    var token =
        request
            .header("Authorization")
            .filter(header -> header.startsWith("Basic "))
            .map(header -> decoded(header.substring("Basic ".length())))
            .filter(credentials -> credentials.startsWith("AWS:"))
            .map(credentials -> credentials.substring("AWS:".length()));
    if (token.flatMap(tokens::open).isEmpty()) {
      throw EcrException.of(
          EcrError.MISSING_AUTHENTICATION_TOKEN,
          "Your authorization token is missing or has expired. Reauthenticate and try again.");
    }
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  @Override
  public Response refuse(EcrException refusal) {
    var entry =
        new Output().with("code", refusal.error().registryCode()).with("message", refusal.text());
    var response =
        Response.of(
                refusal.error().registryStatus(),
                "application/json; charset=utf-8",
                new Output().with("errors", List.of(entry)).toJson())
            .with("Docker-Distribution-Api-Version", "registry/2.0");
    var challenged =
        refusal.error() == EcrError.MISSING_AUTHENTICATION_TOKEN
            ? response.with(
                "WWW-Authenticate",
                "Basic realm=\"%s/\",service=\"ecr.amazonaws.com\"".formatted(endpoint))
            : response;
    return Optional.of(refusal.retryAfter())
        .filter(wait -> !wait.isZero())
        .map(wait -> challenged.with("Retry-After", Long.toString(wait.toSeconds())))
        .orElse(challenged);
  }
}
