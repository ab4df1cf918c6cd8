package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ecrconsolidation.ecr.ScriptedHttp.Answer;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;

@Timeout(60)
class LargeUploadsTest {
  private static final byte[] LAYER = layer();

  private final ScriptedHttp sdk = new ScriptedHttp(Answer.of(204));
  private final LargeUploads http = new LargeUploads(sdk, 2, Duration.ofSeconds(30));
  private final List<Headers> headers = new CopyOnWriteArrayList<>();
  private final List<String> uris = new CopyOnWriteArrayList<>();
  private final List<Integer> clientPorts = new CopyOnWriteArrayList<>();
  private final List<Integer> bytes = new CopyOnWriteArrayList<>();
  private volatile int status = 201;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  LargeUploadsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(requests);
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
    requests.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers.add(exchange.getRequestHeaders());
      uris.add(exchange.getRequestURI().toString());
      clientPorts.add(exchange.getRemoteAddress().getPort());
      bytes.add(exchange.getRequestBody().readAllBytes().length);
      exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:abc");
      exchange.sendResponseHeaders(status, 5);
      exchange.getResponseBody().write("tells".getBytes(UTF_8));
    }
  }

  @Test
  void sendsALargeBodyItself() throws Exception {
    try (var answer = upload(LAYER)) {
      assertThat(answer.readAllBytes()).asString(UTF_8).isEqualTo("tells");
    }

    assertThat(sdk.requests()).isEmpty();
    assertThat(bytes).containsExactly(LAYER.length);
    assertThat(uris).containsExactly("/v2/data-platform-dev/blobs/uploads/1?_state=a%2Fb&digest=c");
    assertThat(headers.getFirst().get("Authorization")).containsExactly("Basic token");
    assertThat(headers.getFirst().get("Content-Length"))
        .containsExactly(Integer.toString(LAYER.length));
    assertThat(headers.getFirst()).doesNotContainKeys("Expect", "Upgrade", "Transfer-Encoding");
  }

  @Test
  void leavesOtherRequestsToTheClientOfTheSdk() throws Exception {
    request(new byte[(1 << 20) - 1]).call();

    assertThat(sdk.requests()).hasSize(1);
    assertThat(bytes).isEmpty();
  }

  @Test
  void handsOnWhatTheRegistryAnswers() throws Exception {
    status = 400;

    var answer = request(LAYER).call();

    assertThat(answer.httpResponse().statusCode()).isEqualTo(400);
    assertThat(answer.httpResponse().firstMatchingHeader("docker-content-digest"))
        .contains("sha256:abc");
  }

  @Test
  void usesAConnectionAgain() throws Exception {
    upload(LAYER).close();
    upload(LAYER).close();

    assertThat(clientPorts).hasSize(2);
    assertThat(clientPorts.getLast()).isEqualTo(clientPorts.getFirst());
  }

  @Test
  void neverSendsTheEndOfAWrongLayer() throws IOException {
    var promised = new Descriptor(Digest.of(new byte[1]), LAYER.length);
    var wrong = request(() -> new VerifiedStream(new ByteArrayInputStream(LAYER), promised));

    assertThatThrownBy(wrong::call).isInstanceOf(VerifiedStream.WrongBytes.class);

    assertThat(bytes).isEmpty();
  }

  private InputStream upload(byte[] body) throws Exception {
    return request(body).call().responseBody().orElseThrow();
  }

  private Callable<HttpExecuteResponse> request(byte[] body) {
    return http.prepareRequest(
        put(body.length).contentStreamProvider(() -> new ByteArrayInputStream(body)).build());
  }

  private Callable<HttpExecuteResponse> request(Supplier<InputStream> body) {
    return http.prepareRequest(put(LAYER.length).contentStreamProvider(body::get).build());
  }

  private HttpExecuteRequest.Builder put(int length) {
    var uri =
        URI.create(
            "http://127.0.0.1:%d/v2/data-platform-dev/blobs/uploads/1?_state=a%%2Fb&digest=c"
                .formatted(server.getAddress().getPort()));
    return HttpExecuteRequest.builder()
        .request(
            io.github.ecrconsolidation.ecr.HttpExchange.request(SdkHttpMethod.PUT, uri)
                .putHeader("Authorization", "Basic token")
                .putHeader("Content-Length", Integer.toString(length))
                .build());
  }

  private static byte[] layer() {
    var bytes = new byte[(1 << 20) + 3];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
