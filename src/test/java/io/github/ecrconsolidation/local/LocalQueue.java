package io.github.ecrconsolidation.local;

import io.github.ecrconsolidation.template.Template;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/**
 * MirrorQueue and its dead-letter queue in ElasticMQ, with the timeouts the template gives them.
 */
public final class LocalQueue implements AutoCloseable {
  private static final String PROPERTIES = "Resources/MirrorQueue/Properties/";

  /** Messages that may be received now, and messages received but neither deleted nor visible. */
  public record Depth(int waiting, int inFlight) {
    public boolean isEmpty() {
      return waiting + inFlight == 0;
    }
  }

  private final SQSRestServer server;
  private final SqsClient sqs;
  private final String deadLetterUrl;
  private final String url;
  private final URI endpoint;

  /** Ends the waiting of a receiver early; may be more than there are messages. */
  private final Semaphore arrivals = new Semaphore(0);

  private LocalQueue(Template template, Duration visibilityTimeout) {
    server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withDynamicPort()
            .withAWSAccountId(Template.ACCOUNT)
            .withAWSRegion(Template.REGION)
            .start();
    endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    sqs =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(Template.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    deadLetterUrl = create("MirrorDeadLetterQueue", Map.of());
    url =
        create(
            "MirrorQueue",
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                Long.toString(visibilityTimeout.toSeconds()),
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                    .formatted(
                        arn(deadLetterUrl),
                        template.number(PROPERTIES + "RedrivePolicy/maxReceiveCount"))));
  }

  public static LocalQueue start(Template template) {
    return start(template, Duration.ofSeconds(template.number(PROPERTIES + "VisibilityTimeout")));
  }

  /** With another visibility timeout, in whole seconds. */
  public static LocalQueue start(Template template, Duration visibilityTimeout) {
    return new LocalQueue(template, visibilityTimeout);
  }

  /** For {@code AWS_ENDPOINT_URL_SQS}. */
  public URI endpoint() {
    return endpoint;
  }

  /** The queue as an SQS client names it. */
  public String url() {
    return url;
  }

  public String arn() {
    return arn(url);
  }

  public void send(String body, String messageGroupId) {
    sqs.sendMessage(
        request -> request.queueUrl(url).messageBody(body).messageGroupId(messageGroupId));
    arrivals.release();
  }

  /**
   * A message, or none after 50 ms. Not by long polling: ElasticMQ would hand a message to a poll
   * whose client is gone.
   */
  public Optional<Message> receive() throws InterruptedException {
    var message = poll();
    if (message.isEmpty() && arrivals.tryAcquire(50, TimeUnit.MILLISECONDS)) {
      message = poll();
    }
    return message;
  }

  /** A message that was received once more since then stays, as in SQS. */
  public void delete(Message message) {
    try {
      sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
    } catch (ReceiptHandleIsInvalidException _) {
      // The later receipt deletes it.
    }
  }

  /** Does what the passing of the visibility timeout would do. */
  public void makeVisible(Message message) {
    sqs.changeMessageVisibility(request ->
        request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    arrivals.release();
  }

  public Depth depth() {
    var attributes = attributes(url);
    return new Depth(
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  /** The bodies of at most ten dead letters, which stay where they are. */
  public List<String> deadLetters() {
    return sqs
        .receiveMessage(
            request -> request.queueUrl(deadLetterUrl).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  @Override
  public void close() {
    sqs.close();
    server.stopAndWait();
  }

  private Optional<Message> poll() {
    return sqs
        .receiveMessage(request ->
            request.queueUrl(url).messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages()
        .stream()
        .findFirst();
  }

  private String create(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
  }

  private Map<QueueAttributeName, String> attributes(String queueUrl) {
    return sqs.getQueueAttributes(
            request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  private String arn(String queueUrl) {
    return text(attributes(queueUrl), QueueAttributeName.QUEUE_ARN);
  }

  private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Integer.parseInt(text(attributes, name));
  }

  private static String text(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Optional.ofNullable(attributes.get(name)).orElseThrow();
  }
}
