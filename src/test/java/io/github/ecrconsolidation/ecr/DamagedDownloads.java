package io.github.ecrconsolidation.ecr;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/** A network on which the first byte of whatever is downloaded arrives as another. */
record DamagedDownloads(SdkHttpClient http) implements SdkHttpClient {

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var prepared = http.prepareRequest(request);
    return request.httpRequest().method() == SdkHttpMethod.GET
        ? new DamagedRequest(prepared)
        : prepared;
  }

  @Override
  public void close() {
    http.close();
  }

  private record DamagedRequest(ExecutableHttpRequest request) implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() throws IOException {
      var response = request.call();
      var damaged = HttpExecuteResponse.builder().response(response.httpResponse());
      response
          .responseBody()
          .ifPresent(body ->
              damaged.responseBody(AbortableInputStream.create(new DamagedStream(body), body)));
      return damaged.build();
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  private static final class DamagedStream extends FilterInputStream {
    private boolean begun;

    DamagedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var count = super.read(buffer, offset, length);
      if (count > 0 && !begun) {
        begun = true;
        buffer[offset] ^= 1;
      }
      return count;
    }
  }
}
