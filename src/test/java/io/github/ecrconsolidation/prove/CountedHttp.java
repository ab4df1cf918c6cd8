package io.github.ecrconsolidation.prove;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** Counts the requests of a process, and lets one of them go wrong. */
final class CountedHttp implements SdkHttpClient {

  /** What happens at the request of the number. */
  enum Fate {
    NOTHING,
    /** The process dies before the request is sent: from then on it sends nothing. */
    KILLED_BEFORE,
    /** The process dies when the request has taken effect. */
    KILLED_AFTER,
    /** The request is denied, as by a policy. */
    DENIED
  }

  private final SdkHttpClient real = LocalAccount.http();
  private final Fate fate;
  private final int at;
  private final List<String> operations = new ArrayList<>();

  CountedHttp(Fate fate, int at) {
    this.fate = fate;
    this.at = at;
  }

  /** The death of the process; nothing may catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** What was asked, in order. */
  synchronized List<String> operations() {
    return List.copyOf(operations);
  }

  private boolean isKilled() {
    return fate == Fate.KILLED_BEFORE || fate == Fate.KILLED_AFTER;
  }

  private synchronized int count(String operation) {
    operations.add(operation);
    return operations.size();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var target = request.httpRequest().firstMatchingHeader("X-Amz-Target");
    var http = request.httpRequest();
    var number = count(target.orElse(http.method() + " " + http.encodedPath()));
    var prepared = real.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        var last = fate == Fate.KILLED_BEFORE ? at - 1 : at;
        if (isKilled() && number > last) {
          throw new Killed();
        }
        if (fate == Fate.DENIED && number == at) {
          return denied(target.isPresent());
        }
        var response = prepared.call();
        if (fate == Fate.KILLED_AFTER && number == at) {
          throw new Killed();
        }
        return response;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static HttpExecuteResponse denied(boolean json) {
    var body =
        json
            ? "{\"__type\":\"AccessDeniedException\",\"message\":\"is not authorized\"}"
            : "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"is not authorized\"}]}";
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(json ? 400 : 403)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))))
        .build();
  }

  @Override
  public void close() {
    real.close();
  }
}
