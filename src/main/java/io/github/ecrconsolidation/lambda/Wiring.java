package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.registry.Ecr;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** The clients of one function, over one HTTP client: a second TLS stack costs start-up time. */
record Wiring(SdkHttpClient http, Ecr ecr, EventBus bus, InstantSource clock)
    implements AutoCloseable {
  /** ECR may take its time to store a large layer after the last byte of it. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofMinutes(2);

  /** Everything as the environment says: region, credentials, {@code AWS_ENDPOINT_URL_...}. */
  static Wiring fromEnvironment(Settings settings) {
    return of(
        settings,
        EcrClient.builder(),
        EventBridgeClient.builder(),
        Ecr.adaptiveRetries(),
        InstantSource.system());
  }

  static Wiring of(
      Settings settings,
      EcrClientBuilder ecr,
      EventBridgeClientBuilder eventBridge,
      RetryStrategy retries,
      InstantSource clock) {
    var http =
        Apache5HttpClient.builder()
            .socketTimeout(SOCKET_TIMEOUT)
            // Uploads begin with their session: one more round trip would prove nothing.
            .expectContinueEnabled(false)
            .build();
    return over(http, settings, ecr, eventBridge, retries, clock);
  }

  /** Clients that reach nothing but {@link CannedAws}, whatever the environment says. */
  static Wiring canned(Settings settings) {
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));
    return over(
        new CannedAws(settings.mapping().consolidated()),
        settings,
        EcrClient.builder().region(Region.US_EAST_1).credentialsProvider(credentials),
        EventBridgeClient.builder().region(Region.US_EAST_1).credentialsProvider(credentials),
        Ecr.adaptiveRetries(),
        InstantSource.system());
  }

  private static Wiring over(
      SdkHttpClient http,
      Settings settings,
      EcrClientBuilder ecr,
      EventBridgeClientBuilder eventBridge,
      RetryStrategy retries,
      InstantSource clock) {
    return new Wiring(
        http,
        new Ecr(ecr, http, retries, settings.namespace(), clock),
        new EventBus(eventBridge, http, settings.eventBusName()),
        clock);
  }

  @Override
  public void close() {
    ecr.close();
    bus.close();
    http.close();
  }
}
