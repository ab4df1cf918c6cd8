package io.github.ecrconsolidation.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** One request whose body is sent in large blocks. */
final class LargeUpload implements ExecutableHttpRequest {
  private final Supplier<CloseableHttpClient> client;
  private final HttpUriRequestBase request;

  /**
   * @param size of {@code body} in bytes
   */
  LargeUpload(
      Supplier<CloseableHttpClient> client,
      SdkHttpRequest original,
      ContentStreamProvider body,
      long size) {
    this.client = client;
    request = new HttpUriRequestBase(original.method().name(), original.getUri());
    original.forEachHeader((name, values) -> {
      // The client writes this one itself, from the size of the body.
      if (!name.equalsIgnoreCase("Content-Length")) {
        values.forEach(value -> request.addHeader(name, value));
      }
    });
    request.setEntity(new Blocks(body, size));
  }

  @Override
  public HttpExecuteResponse call() throws IOException {
    return answer(client.get().executeOpen(null, request, null));
  }

  private HttpExecuteResponse answer(ClassicHttpResponse response) throws IOException {
    var head = SdkHttpFullResponse.builder().statusCode(response.getCode());
    for (var header : response.getHeaders()) {
      head.appendHeader(header.getName(), header.getValue());
    }
    var answer = HttpExecuteResponse.builder().response(head.build());
    if (response.getEntity() != null) {
      answer.responseBody(AbortableInputStream.create(response.getEntity().getContent(), this));
    }
    return answer.build();
  }

  @Override
  public void abort() {
    request.abort();
  }

  /**
   * A body of known length, sent once. A block of this size takes a third of the processor time of
   * the many small ones it replaces; a larger one takes no less.
   */
  static final class Blocks extends AbstractHttpEntity {
    static final int BLOCK = 256 << 10;

    private final ContentStreamProvider body;
    private final long size;

    Blocks(ContentStreamProvider body, long size) {
      super((String) null, null);
      this.body = body;
      this.size = size;
    }

    @Override
    public long getContentLength() {
      return size;
    }

    @Override
    public InputStream getContent() {
      return body.newStream();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      var block = new byte[BLOCK];
      try (var in = getContent()) {
        for (var read = in.read(block); read >= 0; read = in.read(block)) {
          out.write(block, 0, read);
        }
      }
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public void close() {}
  }
}
