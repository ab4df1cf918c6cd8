package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

class ProofQueueTest {
  private static final String NAME = "ecr-consolidation-proof-1";
  private static final String KEY = "ecr-consolidation:proof";

  private final Queues sqs = new Queues();
  private final ProofQueue queue = new ProofQueue(sqs);

  private void create() {
    queue.create(NAME, "arn:queue", "arn:rule", Map.of(KEY, "1"));
  }

  @Test
  void takesMessagesOfItsRuleAlone() {
    create();

    var statements = JsonObject.parse(sqs.policy).objects("Statement");
    assertThat(statements)
        .singleElement()
        .extracting(JsonObject::members)
        .isEqualTo(
            Map.of(
                "Effect", "Allow",
                "Principal", Map.of("Service", "events.amazonaws.com"),
                "Action", "sqs:SendMessage",
                "Resource", "arn:queue",
                "Condition", Map.of("ArnEquals", Map.of("aws:SourceArn", "arn:rule"))));
  }

  @Test
  void deletesEachMessageThatItReceives() {
    create();
    sqs.messages.addAll(List.of("first", "second"));

    assertThat(queue.receive(NAME, Duration.ZERO)).containsExactly("first", "second");
    assertThat(sqs.messages).isEmpty();
  }

  /** SQS refuses a longer wait than 20 s. */
  @Test
  void waitsForMessagesAsLongAsPatienceAndSqsAllow() {
    create();

    queue.receive(NAME, Duration.ofSeconds(7));
    queue.receive(NAME, Duration.ofMinutes(2));

    assertThat(sqs.waits).containsExactly(7, 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QueueDoesNotExist",
        "com.amazonaws.sqs#QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue"
      })
  void takesEachCodeOfAnAbsentQueueForNothingToReceiveOrDelete(String code) {
    sqs.absent = code;

    assertThat(queue.receive(NAME, Duration.ZERO)).isEmpty();
    assertThat(queue.delete(NAME, KEY, "1")).isTrue();
  }

  @Test
  void doesNotTakeADeniedCallForAnAbsentQueue() {
    sqs.absent = "AccessDenied";

    assertThatThrownBy(() -> queue.delete(NAME, KEY, "1"))
        .isInstanceOf(EventBusException.class)
        .hasMessageStartingWith("GetQueueUrl " + NAME);
  }

  @Test
  void deletesTheQueueThatCarriesTheTag() {
    create();

    assertThat(queue.delete(NAME, KEY, "1")).isTrue();
    assertThat(sqs.tags).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"another value", "another key", "no tag"})
  void leavesAQueueWith(String difference) {
    var tags =
        switch (difference) {
          case "another value" -> Map.of(KEY, "2");
          case "another key" -> Map.of("team", "1");
          default -> Map.<String, String>of();
        };
    queue.create(NAME, "arn:queue", "arn:rule", tags);

    assertThat(queue.delete(NAME, KEY, "1")).isFalse();
    assertThat(sqs.tags).containsOnlyKeys(NAME);
  }

  @Test
  void namesTheQueuesOfAllPages() {
    for (var number = 1; number <= 3; number++) {
      queue.create("proof-" + number, "arn:queue", "arn:rule", Map.of());
    }
    queue.create("another", "arn:queue", "arn:rule", Map.of());

    assertThat(queue.names("proof-")).containsExactly("proof-1", "proof-2", "proof-3");
  }

  /** Queues by name with their tags, listed one a page; one list of messages for all of them. */
  private static final class Queues implements SqsClient {
    private final Map<String, Map<String, String>> tags = new TreeMap<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Integer> waits = new ArrayList<>();
    private String policy = "";
    private String absent = "QueueDoesNotExist";

    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
      tags.put(request.queueName(), request.tags());
      policy = request.attributes().getOrDefault(QueueAttributeName.POLICY, "");
      return CreateQueueResponse.builder().build();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
      if (!tags.containsKey(request.queueName())) {
        throw SqsException.builder()
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(absent).build())
            .build();
      }
      return GetQueueUrlResponse.builder().queueUrl(url(request.queueName())).build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      waits.add(request.waitTimeSeconds());
      return ReceiveMessageResponse.builder()
          .messages(
              messages.stream()
                  .map(it -> Message.builder().body(it).receiptHandle(it).build())
                  .toList())
          .build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
      messages.remove(request.receiptHandle());
      return DeleteMessageResponse.builder().build();
    }

    @Override
    public ListQueuesResponse listQueues(ListQueuesRequest request) {
      var names = tags.keySet().stream().filter(it -> it.startsWith(request.queueNamePrefix()));
      var from = Optional.ofNullable(request.nextToken()).map(Integer::parseInt).orElse(0);
      var left = names.skip(from).toList();
      return ListQueuesResponse.builder()
          .queueUrls(left.stream().limit(1).map(Queues::url).toList())
          .nextToken(left.size() > 1 ? String.valueOf(from + 1) : null)
          .build();
    }

    @Override
    public ListQueueTagsResponse listQueueTags(ListQueueTagsRequest request) {
      return ListQueueTagsResponse.builder().tags(tags.get(name(request.queueUrl()))).build();
    }

    @Override
    public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
      tags.remove(name(request.queueUrl()));
      return DeleteQueueResponse.builder().build();
    }

    private static String url(String name) {
      return "https://sqs.us-east-1.amazonaws.com/123456789012/" + name;
    }

    private static String name(String url) {
      return url.substring(url.lastIndexOf('/') + 1);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
