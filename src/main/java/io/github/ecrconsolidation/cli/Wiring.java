package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.events.ProofEvents;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.ProofId;
import io.github.ecrconsolidation.prove.Surroundings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The clients of {@code prove}, over one HTTP client: credentials and {@code AWS_ENDPOINT_URL_...}
 * as the SDK finds them, the region as it is named.
 */
record Wiring(SdkHttpClient http, Surroundings surroundings) implements AutoCloseable {
  /** A new rule needs up to a minute until it sees events; an event, seconds. */
  private static final Duration EVENT_PATIENCE = Duration.ofMinutes(2);

  /**
   * For one region.
   *
   * @throws IllegalArgumentException when there are no credentials
   */
  static Wiring of(String regionName, Consumer<String> progress) {
    requireCredentials();
    var region = Region.of(regionName);
    var http = Apache5HttpClient.builder().expectContinueEnabled(false).build();
    var clock = InstantSource.system();
    var ecr =
        new Ecr(
            EcrClient.builder().region(region),
            http,
            Ecr.adaptiveRetries(),
            new RepositoryName(ProofId.PREFIX + "any"),
            clock);
    var events =
        new ProofEvents(
            EventBridgeClient.builder().region(region), SqsClient.builder().region(region), http);
    return new Wiring(
        http, new Surroundings(ecr, events, clock, Wiring::sleep, EVENT_PATIENCE, progress));
  }

  /** The SDK would name every provider that it asked, after as many attempts as for a call. */
  private static void requireCredentials() {
    try (var provider = DefaultCredentialsProvider.builder().build()) {
      provider.resolveCredentials();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "no AWS credentials in the environment, a profile, the container or the instance;"
              + " `aws configure export-credentials` shows what the AWS command line finds",
          e);
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    surroundings.events().close();
    surroundings.ecr().close();
    http.close();
  }
}
