package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.template.Template;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The handlers that ship, pointed at local endpoints: what the environment says in Lambda is said
 * here by parameters.
 */
public final class LocalFunctions {
  /** Emulators of many accounts, such as LocalStack, take the account from the key's id. */
  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create(Template.ACCOUNT, "local"));

  private LocalFunctions() {}

  /** As many attempts as in Lambda, without the waits between them. */
  public static RetryStrategy impatient() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(8)
        .circuitBreakerEnabled(false)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
        .build();
  }

  /** A client of the local ECR. */
  public static EcrClientBuilder ecr(URI endpoint) {
    return local(EcrClient.builder(), endpoint);
  }

  /** What {@code aws ecr get-login-password} prints. */
  public static String password(EcrClient client) {
    var token = client.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
    return new String(Base64.getDecoder().decode(token), UTF_8).substring("AWS:".length());
  }

  /** The mirror function with this environment. */
  public static MirrorHandler mirror(
      Map<String, String> environment,
      URI ecr,
      URI eventBridge,
      RetryStrategy retries,
      InstantSource clock,
      Consumer<String> log) {
    var settings = Settings.from(environment);
    return new MirrorHandler(
        settings,
        () -> Wiring.of(settings, ecr(ecr), eventBridge(eventBridge), retries, clock),
        log);
  }

  /** The reconciler with this environment, which names the queue of {@code sqs} if it names one. */
  public static ReconcileHandler reconcile(
      Map<String, String> environment,
      URI ecr,
      URI eventBridge,
      URI sqs,
      RetryStrategy retries,
      InstantSource clock,
      Consumer<String> log) {
    var settings = Settings.from(environment);
    return new ReconcileHandler(
        settings,
        () -> {
          var wiring = Wiring.of(settings, ecr(ecr), eventBridge(eventBridge), retries, clock);
          return settings
              .mirrorQueueUrl()
              .map(url -> wiring.withQueue(sqs(sqs), url))
              .orElse(wiring);
        },
        log);
  }

  /** The clean-up with this environment. */
  public static CleanupHandler cleanup(
      Map<String, String> environment,
      URI ecr,
      URI eventBridge,
      RetryStrategy retries,
      InstantSource clock,
      Consumer<String> log) {
    var settings = Settings.from(environment);
    return new CleanupHandler(
        settings,
        () -> Wiring.of(settings, ecr(ecr), eventBridge(eventBridge), retries, clock),
        log);
  }

  /** A client of a local event bus. */
  public static EventBridgeClientBuilder eventBridge(URI endpoint) {
    return local(EventBridgeClient.builder(), endpoint);
  }

  /** A client of local queues. */
  public static SqsClientBuilder sqs(URI endpoint) {
    return local(SqsClient.builder(), endpoint)
        .overrideConfiguration(override -> override.retryStrategy(impatient()));
  }

  private static <B extends AwsClientBuilder<B, ?>> B local(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS);
  }
}
