package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.LargeUploads;
import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.events.MirrorQueue;
import io.github.ecrconsolidation.mirror.Mirror;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The clients of one function, over one HTTP client: a second TLS stack costs start-up time.
 *
 * @param queue only for the function that asks it
 */
record Wiring(
    SdkHttpClient http, Ecr ecr, EventBus bus, Optional<MirrorQueue> queue, InstantSource clock)
    implements AutoCloseable {
  /** ECR may take its time to store a large layer after the last byte of it. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofMinutes(2);

  /** Everything as the environment says: region, credentials, {@code AWS_ENDPOINT_URL_...}. */
  static Wiring fromEnvironment(Settings settings) {
    return over(
        apache(),
        settings,
        EcrClient.builder(),
        EventBridgeClient.builder(),
        Ecr.adaptiveRetries(),
        // Another one: throttled pushes need not slow down the events that tell of them.
        Ecr.adaptiveRetries(),
        InstantSource.system());
  }

  static Wiring of(
      Settings settings,
      EcrClientBuilder ecr,
      EventBridgeClientBuilder eventBridge,
      RetryStrategy retries,
      InstantSource clock) {
    return over(apache(), settings, ecr, eventBridge, retries, retries, clock);
  }

  /** Clients that reach nothing but {@code stub}, whatever the environment says. */
  static Wiring stubbed(Settings settings, StubAws stub) {
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));
    var noProxy =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();
    return over(
        apache(noProxy),
        settings,
        EcrClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(stub.endpoint())
            .credentialsProvider(credentials),
        EventBridgeClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(stub.endpoint())
            .credentialsProvider(credentials),
        Ecr.adaptiveRetries(),
        Ecr.adaptiveRetries(),
        InstantSource.system());
  }

  private static SdkHttpClient apache() {
    return apache(ProxyConfiguration.builder().build());
  }

  private static SdkHttpClient apache(ProxyConfiguration proxy) {
    var sdk =
        Apache5HttpClient.builder()
            .proxyConfiguration(proxy)
            .socketTimeout(SOCKET_TIMEOUT)
            .maxConnections(Mirror.CONNECTIONS)
            // Uploads begin with their session: one more round trip would prove nothing.
            .expectContinueEnabled(false)
            .build();
    return new LargeUploads(sdk, Mirror.CONNECTIONS, SOCKET_TIMEOUT);
  }

  private static Wiring over(
      SdkHttpClient http,
      Settings settings,
      EcrClientBuilder ecr,
      EventBridgeClientBuilder eventBridge,
      RetryStrategy ecrRetries,
      RetryStrategy busRetries,
      InstantSource clock) {
    return new Wiring(
        http,
        new Ecr(ecr, http, ecrRetries, settings.namespace(), clock),
        new EventBus(eventBridge, http, busRetries, settings.eventBusName()),
        Optional.empty(),
        clock);
  }

  /** The same with the queue of the settings, if they name one. */
  Wiring withQueue(Settings settings) {
    return settings.mirrorQueueUrl().map(url -> withQueue(SqsClient.builder(), url)).orElse(this);
  }

  /** The same with the queue of {@code url}. */
  Wiring withQueue(SqsClientBuilder sqs, String url) {
    return new Wiring(http, ecr, bus, Optional.of(new MirrorQueue(sqs, http, url)), clock);
  }

  @Override
  public void close() {
    ecr.close();
    bus.close();
    queue.ifPresent(MirrorQueue::close);
    http.close();
  }
}
