package io.github.ecrconsolidation.ecr;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/** An ECR that issues tokens for a registry, numbered from 1, and can do nothing else. */
final class StubLogin implements EcrClient {
  /** UG, "Private registry authentication": a token is valid for 12 hours. */
  static final Duration LIFE = Duration.ofHours(12);

  private final URI registry;
  private final InstantSource clock;
  private int issued;

  StubLogin(URI registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
    issued++;
    var data =
        AuthorizationData.builder()
            .authorizationToken("token" + issued)
            .proxyEndpoint(registry.toString())
            .expiresAt(clock.instant().plus(LIFE))
            .build();
    return GetAuthorizationTokenResponse.builder().authorizationData(data).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
