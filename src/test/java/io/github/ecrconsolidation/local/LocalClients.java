package io.github.ecrconsolidation.local;

import io.github.ecrconsolidation.template.Template;
import java.net.URI;
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

/** The SDK clients of the functions, pointed at local endpoints. */
public final class LocalClients {
  /** Emulators of many accounts, such as LocalStack, take the account from the key's id. */
  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create(Template.ACCOUNT, "local"));

  private LocalClients() {}

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
        .region(Region.of(Template.REGION))
        .credentialsProvider(CREDENTIALS);
  }
}
