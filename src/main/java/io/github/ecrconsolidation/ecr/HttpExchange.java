package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * One HTTP request and its answer, redirects not followed, cut off at the deadline of its attempt.
 * Closing it gives the connection back, or cuts it while a body is still flowing.
 */
final class HttpExchange implements AutoCloseable {
  /** An error body longer than this is none a registry writes. */
  private static final int ERROR_BYTES = 64 * 1024;

  /** How often storage may lead elsewhere. */
  private static final int MOST_REDIRECTS = 5;

  /** The code in an error of S3 (S3 API reference, "Error responses"). */
  private static final Pattern STORAGE_CODE = Pattern.compile("<Code>(\\w{1,100})</Code>");

  private final String operation;
  private final Object subject;
  private final URI uri;
  private final HttpExecuteResponse response;
  private final CallContext context;
  private final Cutoff cutoff;
  private boolean flowing;

  private HttpExchange(
      String operation,
      Object subject,
      URI uri,
      HttpExecuteResponse response,
      CallContext context,
      Cutoff cutoff) {
    this.operation = operation;
    this.subject = subject;
    this.uri = uri;
    this.response = response;
    this.context = context;
    this.cutoff = cutoff;
  }

  /**
   * A request to {@code uri} exactly as given. The builder's own {@code uri()} takes the query
   * apart and sends it in another order, which not every signed URL or upload session outlives.
   */
  static SdkHttpFullRequest.Builder request(SdkHttpMethod method, URI uri) {
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return SdkHttpFullRequest.builder()
        .method(method)
        .protocol(uri.getScheme())
        .host(uri.getHost())
        .port(uri.getPort() < 0 ? null : uri.getPort())
        .encodedPath(uri.getRawPath() + query);
  }

  /**
   * Sends {@code request}, with {@code body} if there is one, and waits for the head of the answer.
   *
   * @throws RegistryException when there is none, or no time is left
   */
  static HttpExchange send(
      SdkHttpClient http,
      String operation,
      Object subject,
      SdkHttpFullRequest request,
      @Nullable InputStream body,
      CallContext context) {
    context.deadline().check(operation, subject);
    context.countRequest();
    var execution = HttpExecuteRequest.builder().request(request);
    if (body != null) {
      execution.contentStreamProvider(() -> body);
    }
    var prepared = http.prepareRequest(execution.build());
    var cutoff = context.cutoff(prepared::abort);
    try {
      return new HttpExchange(
          operation, subject, request.getUri(), prepared.call(), context, cutoff);
    } catch (IOException e) {
      cutoff.close();
      throw broken(operation, subject, context, e);
    } catch (RuntimeException e) {
      cutoff.close();
      throw e;
    }
  }

  /**
   * Asks storage for a blob as {@link #send} does, wherever that leads, as S3 may (S3 API
   * reference, "Error responses", TemporaryRedirect). Without {@code Authorization}, which storage
   * refuses beside the signature in the URL.
   *
   * @param headers that the request has
   */
  static HttpExchange stored(
      SdkHttpClient http,
      String subject,
      URI location,
      Map<String, String> headers,
      CallContext context) {
    var answer = getStored(http, subject, location, headers, context);
    for (var followed = 0; answer.isRedirect() && followed < MOST_REDIRECTS; followed++) {
      URI next;
      try (var redirect = answer) {
        next = redirect.location();
      }
      answer = getStored(http, subject, next, headers, context);
    }
    return answer;
  }

  private static HttpExchange getStored(
      SdkHttpClient http,
      String subject,
      URI location,
      Map<String, String> headers,
      CallContext context) {
    var request = request(SdkHttpMethod.GET, location);
    headers.forEach(request::putHeader);
    return send(http, "GET blob", subject, request.build(), null, context);
  }

  private static RegistryException broken(
      String operation, Object subject, CallContext context, IOException e) {
    if (e instanceof VerifiedStream.WrongBytes) {
      return RegistryException.failed(
          operation, subject, RegistryCode.DIGEST_MISMATCH, String.valueOf(e.getMessage()), e);
    }
    return context.isCutOff()
        ? RegistryException.failed(
            operation,
            subject,
            RegistryCode.OUT_OF_TIME,
            "cut off, as the invocation has no time left; blobs that arrived whole stay",
            e)
        : RegistryException.failed(
            operation, subject, RegistryCode.CONNECTION, String.valueOf(e), e);
  }

  /** What it means that reading the body ended with {@code e}. */
  RegistryException broken(IOException e) {
    return broken(operation, subject, context, e);
  }

  int status() {
    return response.httpResponse().statusCode();
  }

  /** The first header of this name. */
  Optional<String> header(String name) {
    return response.httpResponse().firstMatchingHeader(name);
  }

  /**
   * Where the answer points to; a registry may give it relative to the request. Failures do not
   * quote it, as it may carry a signature.
   */
  URI location() {
    var location = header("Location").flatMap(this::resolved);
    if (location.isEmpty() || location.get().getHost() == null) {
      throw RegistryException.failed(
          operation,
          subject,
          RegistryCode.UNSAFE_LOCATION,
          "HTTP %d without a Location that is the URI of a host".formatted(status()),
          null);
    }
    if (!uri.getScheme().equals(location.get().getScheme())
        && !"https".equals(location.get().getScheme())) {
      throw RegistryException.failed(
          operation,
          subject,
          RegistryCode.UNSAFE_LOCATION,
          "HTTP %d leads from %s to %s on %s"
              .formatted(
                  status(), uri.getScheme(), location.get().getScheme(), location.get().getHost()),
          null);
    }
    return location.get();
  }

  private Optional<URI> resolved(String location) {
    try {
      return Optional.of(uri.resolve(location));
    } catch (IllegalArgumentException noUri) {
      return Optional.empty();
    }
  }

  /** Where a redirect leads; any other answer is thrown as the refusal it is. */
  URI redirect() {
    if (!isRedirect()) {
      throw refusal();
    }
    return location();
  }

  private boolean isRedirect() {
    return switch (status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** The body, to be read to its end and then {@link #consumed}. */
  InputStream body() {
    flowing = true;
    return stream();
  }

  /** Says that the body was read to its end, so that the connection may serve again. */
  void consumed() {
    flowing = false;
  }

  /** The answer as the failure it is: the registry's first error code and text. */
  RegistryException refusal() {
    var error = firstError();
    return waiting(
        RegistryException.answered(
            operation,
            subject,
            status(),
            error.flatMap(e -> e.text("code")).orElse("HTTP" + status()),
            error.flatMap(e -> e.text("message")).orElse("")));
  }

  /** The answer of storage as the failure it is: its code, and from where. */
  RegistryException storageRefusal() {
    var matcher = STORAGE_CODE.matcher(errorText());
    var code = matcher.find() ? matcher.group(1) : "HTTP" + status();
    return waiting(
        RegistryException.answered(
                operation, subject, status(), code, "from the storage " + uri.getHost())
            .ofStorage());
  }

  private RegistryException waiting(RegistryException failure) {
    return retryAfter().map(failure::after).orElse(failure);
  }

  /** The error body of the OCI distribution spec 1.1, "Error Codes", if that is what came. */
  private Optional<JsonObject> firstError() {
    try {
      return JsonObject.parse(errorText()).objects("errors").stream().findFirst();
    } catch (IllegalArgumentException noErrorBody) {
      return Optional.empty();
    }
  }

  private String errorText() {
    try {
      return new String(stream().readNBytes(ERROR_BYTES), UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** {@code Retry-After} in seconds; the form with a date is not used by registries. */
  private Optional<Duration> retryAfter() {
    return header("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  private AbortableInputStream stream() {
    return response
        .responseBody()
        .orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream()));
  }

  @Override
  public void close() {
    cutoff.close();
    if (flowing) {
      stream().abort();
      return;
    }
    try {
      stream().close();
    } catch (IOException e) {
      stream().abort();
    }
  }
}
