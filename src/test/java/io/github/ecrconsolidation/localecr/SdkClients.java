package io.github.ecrconsolidation.localecr;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The real AWS SDK, pointed at a {@link LocalEcr}. */
public final class SdkClients {
  private SdkClients() {}

  /** Without retries: every answer is seen as it came. */
  public static EcrClient ecr(URI endpoint) {
    return EcrClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(LocalEcr.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALOCAL", "secret")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(1)))
        .build();
  }

  /** What goes behind "Basic" in the Authorization of {@code /v2/}. */
  public static String token(EcrClient ecr) {
    return ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
  }
}
