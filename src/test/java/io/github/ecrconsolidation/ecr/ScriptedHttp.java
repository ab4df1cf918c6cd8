package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A network that gives one answer after the other, and keeps what became of each. */
final class ScriptedHttp implements SdkHttpClient {
  private final Queue<Answer> script;
  private final List<SdkHttpRequest> requests = new ArrayList<>();

  ScriptedHttp(Answer... script) {
    this.script = new ArrayDeque<>(Arrays.asList(script));
  }

  /** An answer to be given, and whether its connection was given back or cut. */
  static final class Answer {
    private final SdkHttpFullResponse.Builder head = SdkHttpFullResponse.builder();
    private final byte[] body;
    private boolean silent;
    private boolean closed;
    private boolean aborted;

    private Answer(int status, byte[] body) {
      this.body = body;
      head.statusCode(status);
    }

    static Answer of(int status) {
      return of(status, "");
    }

    static Answer of(int status, String body) {
      return new Answer(status, body.getBytes(UTF_8));
    }

    /** Never comes, until the request is aborted. */
    static Answer never() {
      var answer = of(0);
      answer.silent = true;
      return answer;
    }

    Answer with(String header, String value) {
      head.putHeader(header, value);
      return this;
    }

    boolean isGivenBack() {
      return closed && !aborted;
    }

    boolean isCut() {
      return aborted;
    }

    private HttpExecuteResponse response() {
      var in =
          new FilterInputStream(new ByteArrayInputStream(body)) {
            @Override
            public void close() {
              closed = true;
            }
          };
      return HttpExecuteResponse.builder()
          .response(head.build())
          .responseBody(AbortableInputStream.create(in, () -> aborted = true))
          .build();
    }
  }

  /** What was sent, in order. */
  List<SdkHttpRequest> requests() {
    return requests;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var aborted = new CountDownLatch(1);
    return new ExecutableHttpRequest() {

      @Override
      public HttpExecuteResponse call() throws IOException {
        requests.add(request.httpRequest());
        if (request.contentStreamProvider().isPresent()) {
          try (InputStream sent = request.contentStreamProvider().get().newStream()) {
            sent.transferTo(OutputStream.nullOutputStream());
          }
        }
        var answer = script.remove();
        if (answer.silent) {
          await(aborted);
          throw new IOException("aborted");
        }
        return answer.response();
      }

      @Override
      public void abort() {
        aborted.countDown();
      }
    };
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {}
}
