package io.github.ecrconsolidation.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * One HTTP request and its answer, redirects not followed. Closing it gives the connection back, or
 * cuts it while a body is still flowing.
 */
final class HttpExchange implements AutoCloseable {
  /** An error body longer than this is none a registry writes. */
  private static final int ERROR_BYTES = 64 * 1024;

  private final String operation;
  private final Object subject;
  private final URI uri;
  private final HttpExecuteResponse response;
  private boolean flowing;

  private HttpExchange(String operation, Object subject, URI uri, HttpExecuteResponse response) {
    this.operation = operation;
    this.subject = subject;
    this.uri = uri;
    this.response = response;
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
   * @throws RegistryException when there is none
   */
  static HttpExchange send(
      SdkHttpClient http,
      String operation,
      Object subject,
      SdkHttpFullRequest request,
      @Nullable InputStream body,
      Attempt attempt) {
    attempt.countRequest();
    var execution = HttpExecuteRequest.builder().request(request);
    if (body != null) {
      execution.contentStreamProvider(() -> body);
    }
    try {
      var response = http.prepareRequest(execution.build()).call();
      return new HttpExchange(operation, subject, request.getUri(), response);
    } catch (VerifiedStream.WrongBytes e) {
      throw RegistryException.failed(
          operation, subject, RegistryException.DIGEST_MISMATCH, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw RegistryException.failed(
          operation, subject, RegistryException.CONNECTION, String.valueOf(e), e);
    }
  }

  int status() {
    return response.httpResponse().statusCode();
  }

  /** The first header of this name. */
  Optional<String> header(String name) {
    return response.httpResponse().firstMatchingHeader(name);
  }

  /** Where the answer points to; a registry may give it relative to the request. */
  URI location() {
    return response
        .httpResponse()
        .firstMatchingHeader("Location")
        .map(uri::resolve)
        .orElseThrow(() ->
            RegistryException.failed(
                operation,
                subject,
                RegistryException.UNEXPECTED_ANSWER,
                "HTTP %d without a Location".formatted(status()),
                null));
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
    var failure =
        RegistryException.answered(
            operation,
            subject,
            status(),
            error.flatMap(e -> e.text("code")).orElse("HTTP" + status()),
            error.flatMap(e -> e.text("message")).orElse(""));
    return retryAfter().map(failure::after).orElse(failure);
  }

  /** The error body of the OCI distribution spec 1.1, "Error Codes", if that is what came. */
  private Optional<JsonObject> firstError() {
    try {
      var text = new String(stream().readNBytes(ERROR_BYTES), UTF_8);
      return JsonObject.parse(text).objects("errors").stream().findFirst();
    } catch (IOException | IllegalArgumentException noErrorBody) {
      return Optional.empty();
    }
  }

  /** {@code Retry-After} in seconds; the form with a date is not used by registries. */
  private Optional<Duration> retryAfter() {
    return response
        .httpResponse()
        .firstMatchingHeader("Retry-After")
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
