package io.github.ecrconsolidation.ecr;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * The authorization of the {@code /v2/} endpoint, from GetAuthorizationToken: valid for 12 hours,
 * kept in memory between invocations, renewed before it expires or when the registry refuses it.
 */
final class RegistryLogin {
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(15);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("https", 443, "http", 80);

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
            RegistryCode.UNSAFE_LOCATION,
            "the token would travel in clear: the registry must be https, or http on this machine",
            null);
      }
    }

    /**
     * {@code location}, if it is on the registry's own host: no other host may have the token.
     *
     * @throws RegistryException which names the other host
     */
    URI own(URI location) {
      if (!origin(location).equals(origin(endpoint))) {
        throw RegistryException.failed(
            "PUT blob",
            origin(location),
            RegistryCode.UNSAFE_LOCATION,
            "the upload session is not on the registry's own host %s, so it gets no token"
                .formatted(origin(endpoint)),
            null);
      }
      return location;
    }

    private static String origin(URI uri) {
      var port =
          uri.getPort() < 0 ? DEFAULT_PORTS.getOrDefault(uri.getScheme(), -1) : uri.getPort();
      return "%s://%s:%d".formatted(uri.getScheme(), uri.getHost(), port).toLowerCase(Locale.ROOT);
    }
  }

  synchronized Authorization authorization(CallContext context) {
    if (current == null || !clock.instant().isBefore(current.expiresAt().minus(RENEW_BEFORE))) {
      current = login(context);
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

  /** Keeps no token any longer. */
  synchronized void forget() {
    current = null;
  }

  private Authorization login(CallContext context) {
    context.deadline().check("GetAuthorizationToken", "registry");
    var data =
        EcrCalls.call(
                "GetAuthorizationToken",
                "registry",
                () ->
                    ecr.getAuthorizationToken(
                        request -> request.overrideConfiguration(EcrCalls.within(context))))
            .authorizationData()
            .getFirst();
    return new Authorization(
        URI.create(data.proxyEndpoint()),
        "Basic " + data.authorizationToken(),
        clock.instant(),
        data.expiresAt());
  }
}
