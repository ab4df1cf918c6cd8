package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;

/**
 * The private registry of this account and region: its clients, the token of {@code /v2/} and the
 * list of legacy repositories, all kept between invocations.
 */
public final class Ecr implements AutoCloseable {
  private final EcrClient client;
  private final EcrClient unrepeated;
  private final Retries retries;
  private final DistributionClient distribution;
  private final LegacyRepositories legacyRepositories;

  /**
   * Connects nothing yet: the first request does.
   *
   * @param builder region, credentials and endpoint as the SDK finds them, or as given
   * @param http serves the JSON API and {@code /v2/}; the caller closes it
   * @param retries {@link #adaptiveRetries}, or another strategy in tests
   * @param namespace of the legacy repositories
   */
  public Ecr(
      EcrClientBuilder builder,
      SdkHttpClient http,
      RetryStrategy retries,
      RepositoryName namespace,
      InstantSource clock) {
    this.client = client(builder, http, retries);
    this.unrepeated = client(builder, http, AwsRetryStrategy.doNotRetry());
    this.retries = new Retries(retries);
    this.distribution =
        new DistributionClient(http, new RegistryLogin(client, clock), this.retries);
    this.legacyRepositories = new LegacyRepositories(client, namespace, clock);
  }

  private static EcrClient client(
      EcrClientBuilder builder, SdkHttpClient http, RetryStrategy retries) {
    return builder
        .httpClient(http)
        .overrideConfiguration(override ->
            override.retryStrategy(retries).addExecutionInterceptor(new EcrCalls.CallObserver()))
        .build();
  }

  /**
   * Back-off with jitter, slower after throttling, up to eight attempts: PutImage is limited to 10
   * a second for the whole account (ECR service quotas), so throttling is a normal state.
   */
  public static RetryStrategy adaptiveRetries() {
    return Retries.adaptive();
  }

  /** The registry for one piece of work, which is charged for its requests. */
  public EcrMirror open(CallContext context) {
    return new EcrMirror(client, distribution, context);
  }

  /** The registry for one piece of work that only reads, which is charged for its requests. */
  public EcrReader reader(CallContext context) {
    return new EcrReader(client, context);
  }

  /** The registry for one clean-up, which is charged for its requests. */
  public EcrCleanup cleanup(CallContext context) {
    return new EcrCleanup(client, unrepeated, distribution, retries, context);
  }

  /** The registry for one experiment, which is charged for its requests. */
  public EcrProof proof(CallContext context) {
    return new EcrProof(client, distribution, cleanup(context), context);
  }

  /**
   * The legacy repositories in force, the oldest first, as of at most five minutes ago; always with
   * {@code pushing}.
   *
   * @throws RegistryException when they cannot be listed
   */
  public List<RepositoryName> legacyRepositories(RepositoryName pushing, CallContext context) {
    return legacyRepositories.oldestFirst(pushing, context);
  }

  /**
   * Does once what every first mirror would wait for: the SDK's first call, the TLS handshakes, the
   * login. Changes nothing in the registry.
   *
   * @param absent a tag to ask for; it need not exist
   * @throws RegistryException as any call
   */
  public void warmUp(ImageReference absent, CallContext context) {
    open(context).find(absent);
    distribution.ping(context);
  }

  @Override
  public void close() {
    // What is closed may go into a snapshot, which is restored hours later and many times.
    distribution.logOut();
    client.close();
    unrepeated.close();
  }
}
