package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The layer storage, an origin of its own, where signed URLs lead (rule 12). */
final class S3Origin implements FrontEnd {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** A blob that a signed URL opens. */
  private record Grant(String repository, String digest) {}

  private final EcrStore store;
  private final URI base;
  private final Tickets<Grant> signatures;

  /** The life of a real URL is documented nowhere; a short one makes clients ask again. */
  S3Origin(EcrStore store, URI base, Clock clock) {
    this.store = store;
    this.base = base;
    this.signatures = new Tickets<>(clock, Duration.ofMinutes(15));
  }

  URI sign(String repository, String digest) {
    return base.resolve(
        "/starport-layer-bucket/%s?X-Amz-Expires=%d&X-Amz-Signature=%s"
            .formatted(
                digest,
                signatures.life().toSeconds(),
                signatures.issue(new Grant(repository, digest))));
  }

  @Override
  public Call understand(HttpExchange exchange) {
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    var signature = query.substring(query.lastIndexOf('=') + 1);
    var grant =
        signatures
            .open(signature)
            .filter(opened -> exchange.getRequestURI().getPath().endsWith("/" + opened.digest()))
            .filter(_ -> exchange.getRequestMethod().equals("GET"));
    return new Call(
        "GetObject",
        grant.map(Grant::repository).orElse(""),
        grant.map(Grant::digest).map(List::of).orElse(List.of()),
        () -> answer(exchange, grant));
  }

  private Response answer(HttpExchange exchange, Optional<Grant> grant) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Authorization")) {
      return error(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    if (grant.isEmpty()) {
      return error(403, "AccessDenied", "Request has expired, or was never signed");
    }
    var digest = grant.get().digest();
    var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    var whole = Body.of(store.blobFile(digest), 0, store.blobSize(digest));
    return range
        .flatMap(wanted -> part(digest, wanted, whole.size()))
        .orElseGet(() -> Response.of(200).with(whole))
        .with("Content-Type", "application/octet-stream");
  }

  /** RFC 9110, 14.1.2: one that is not valid, such as 500-0, is as good as none. */
  private Optional<Response> part(String digest, String range, long size) {
    var matcher = RANGE.matcher(range);
    if (!matcher.matches() || range.endsWith("=-")) {
      return Optional.empty();
    }
    var isSuffix = matcher.group(1).isEmpty();
    var last = isSuffix || matcher.group(2).isEmpty() ? size - 1 : number(matcher.group(2));
    var first = isSuffix ? Math.max(0, size - number(matcher.group(2))) : number(matcher.group(1));
    if (first >= size) {
      return Optional.of(error(416, "InvalidRange", "The requested range is not satisfiable"));
    }
    return last < first
        ? Optional.empty()
        : Optional.of(part(digest, first, Math.min(size - 1, last), size));
  }

  private static long number(String digits) {
    return Long.parseLong(digits);
  }

  private Response part(String digest, long first, long last, long size) {
    return Response.of(206)
        .with("Content-Range", "bytes %d-%d/%d".formatted(first, last, size))
        .with(Body.of(store.blobFile(digest), first, last - first + 1));
  }

  @Override
  public Response refuse(EcrException refusal) {
    // What a fault script asks for, in the words of S3.
    return refusal.error() == EcrError.THROTTLING
        ? error(503, "SlowDown", refusal.text())
        : error(refusal.error().registryStatus(), refusal.error().failureCode(), refusal.text());
  }

  private static Response error(int status, String code, String message) {
    return Response.of(
        status,
        "application/xml",
        "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message));
  }
}
