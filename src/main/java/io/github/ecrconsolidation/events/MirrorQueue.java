package io.github.ecrconsolidation.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue behind the bus, in which images wait to be mirrored; only ever asked how many. */
public final class MirrorQueue implements AutoCloseable {
  private static final List<QueueAttributeName> BACKLOG =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

  private final SqsClient client;
  private final String url;

  /**
   * Connects nothing yet: the first question does.
   *
   * @param builder region, credentials and endpoint as the SDK finds them, or as given
   * @param http is closed by the caller
   */
  public MirrorQueue(SqsClientBuilder builder, SdkHttpClient http, String url) {
    this.client = builder.httpClient(http).build();
    this.url = url;
  }

  /**
   * About how many messages wait or are being worked on.
   *
   * @throws EventBusException when the queue does not say
   */
  public long backlog() {
    try {
      var attributes =
          client
              .getQueueAttributes(request -> request.queueUrl(url).attributeNames(BACKLOG))
              .attributes();
      return BACKLOG.stream().mapToLong(attribute -> number(attributes, attribute)).sum();
    } catch (SdkException e) {
      throw new EventBusException(
          "GetQueueAttributes %s: %s".formatted(url, e.getMessage()), "", 0, e);
    }
  }

  private static long number(
      Map<QueueAttributeName, String> attributes, QueueAttributeName attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(Long::parseLong).orElse(0L);
  }

  @Override
  public void close() {
    client.close();
  }
}
