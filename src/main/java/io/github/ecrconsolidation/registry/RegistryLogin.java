package io.github.ecrconsolidation.registry;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * The authorization of the {@code /v2/} endpoint, from GetAuthorizationToken: valid for 12 hours,
 * kept between invocations, renewed before it expires or when the registry refuses it.
 */
final class RegistryLogin {
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(15);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

  private final EcrClient ecr;
  private final InstantSource clock;
  private @Nullable Authorization current;

  RegistryLogin(EcrClient ecr, InstantSource clock) {
    this.ecr = ecr;
    this.clock = clock;
  }

  /**
   * Where the registry is and what to send it.
   *
   * @param header the value of {@code Authorization}: basic authentication, as given by ECR
   */
  record Authorization(URI endpoint, String header, Instant issuedAt, Instant expiresAt) {

    Authorization {
      if (!endpoint.getScheme().equals("https")
          && !(endpoint.getScheme().equals("http") && LOOPBACK.contains(endpoint.getHost()))) {
        throw RegistryException.failed(
            "GetAuthorizationToken",
            endpoint,
            RegistryException.UNEXPECTED_ANSWER,
            "the token would travel in clear: the registry must be https, or http on 127.0.0.1 or localhost",
            null);
      }
    }
  }

  synchronized Authorization authorization(Attempt attempt) {
    if (current == null || !clock.instant().isBefore(current.expiresAt().minus(RENEW_BEFORE))) {
      current = login(attempt);
    }
    return current;
  }

  /**
   * Forgets {@code refused}, so that the next request has a new token.
   *
   * @return whether the refusal may come from its age; a token of this moment is refused for good
   */
  synchronized boolean retire(Authorization refused) {
    if (refused.equals(current)) {
      current = null;
    }
    return Duration.between(refused.issuedAt(), clock.instant()).compareTo(RENEW_BEFORE) > 0;
  }

  private Authorization login(Attempt attempt) {
    var data =
        EcrCalls.call(
                "GetAuthorizationToken",
                "registry",
                () ->
                    ecr.getAuthorizationToken(
                        request -> request.overrideConfiguration(EcrCalls.within(attempt))))
            .authorizationData()
            .getFirst();
    return new Authorization(
        URI.create(data.proxyEndpoint()),
        "Basic " + data.authorizationToken(),
        clock.instant(),
        data.expiresAt());
  }
}
