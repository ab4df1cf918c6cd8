package io.github.ecrconsolidation.ecr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * The HTTP client of the SDK, but for large request bodies, which it would read and write 4 KiB at
 * a time: those go out in large blocks, over connections of their own of the same library.
 */
public final class LargeUploads implements SdkHttpClient {
  /** Below, what is left to win is less than the handshake of another connection. */
  private static final long LARGE = 1 << 20;

  private final SdkHttpClient sdk;
  private final int connections;
  private final Timeout timeout;
  private @Nullable CloseableHttpClient blocks;

  /**
   * Takes {@code sdk} over: closing this closes it.
   *
   * @param connections held at most
   * @param timeout of a connection on which nothing moves
   */
  public LargeUploads(SdkHttpClient sdk, int connections, Duration timeout) {
    this.sdk = sdk;
    this.connections = connections;
    this.timeout = Timeout.of(timeout);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var body = request.contentStreamProvider();
    var size = length(request.httpRequest());
    return body.isEmpty() || size < LARGE || isBehindProxy()
        ? sdk.prepareRequest(request)
        : new LargeUpload(this::blocks, request.httpRequest(), body.get(), size);
  }

  private static long length(SdkHttpRequest request) {
    return request.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
  }

  /** The SDK's client finds its proxy in the environment; the way through is its to know. */
  private static boolean isBehindProxy() {
    return ProxyConfiguration.builder().build().host() != null;
  }

  /** Made when first needed: most functions never stream a layer. */
  private synchronized CloseableHttpClient blocks() {
    if (blocks == null) {
      blocks =
          HttpClients.custom()
              .setConnectionManager(
                  PoolingHttpClientConnectionManagerBuilder.create()
                      .setMaxConnTotal(connections)
                      .setMaxConnPerRoute(connections)
                      .setDefaultConnectionConfig(
                          ConnectionConfig.custom().setSocketTimeout(timeout).build())
                      .build())
              .setDefaultRequestConfig(
                  RequestConfig.custom()
                      .setResponseTimeout(timeout)
                      .setProtocolUpgradeEnabled(false)
                      .build())
              .disableRedirectHandling()
              .disableAutomaticRetries()
              .disableContentCompression()
              .disableCookieManagement()
              .disableAuthCaching()
              .build();
    }
    return blocks;
  }

  @Override
  public synchronized void close() {
    sdk.close();
    if (blocks != null) {
      try {
        blocks.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public String clientName() {
    return sdk.clientName();
  }
}
