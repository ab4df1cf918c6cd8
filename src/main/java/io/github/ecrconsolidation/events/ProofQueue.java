package io.github.ecrconsolidation.events;

import static io.github.ecrconsolidation.events.ProofCalls.call;

import io.github.ecrconsolidation.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The temporary queue in which {@code prove} finds the events of its repositories. */
final class ProofQueue {
  /** Most that a single receive may wait (SQS API reference, ReceiveMessage). */
  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  /** QueueDoesNotExist in the JSON protocol, with its older name before it in some answers. */
  private static final String ABSENT = "NonExistentQueue";

  private static final String ABSENT_IN_JSON = "QueueDoesNotExist";

  private final SqsClient sqs;

  ProofQueue(SqsClient sqs) {
    this.sqs = sqs;
  }

  /** Creates it, tagged, for messages of the rule; both ARNs are given. */
  void create(String name, String queue, String rule, Map<String, String> tag) {
    call(
        "CreateQueue",
        name,
        () ->
            sqs.createQueue(request ->
                request
                    .queueName(name)
                    .attributes(Map.of(QueueAttributeName.POLICY, policy(queue, rule)))
                    .tags(tag)));
  }

  private static String policy(String queue, String rule) {
    return JsonObject.write(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(
                Map.of(
                    "Effect",
                    "Allow",
                    "Principal",
                    Map.of("Service", "events.amazonaws.com"),
                    "Action",
                    "sqs:SendMessage",
                    "Resource",
                    queue,
                    "Condition",
                    Map.of("ArnEquals", Map.of("aws:SourceArn", rule))))));
  }

  /** Takes up to ten messages, as soon as there are any; none after {@code patience}. */
  List<String> receive(String name, Duration patience) {
    var poll = patience.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : patience;
    return url(name).stream()
        .flatMap(url -> messages(name, url, (int) poll.toSeconds()).stream())
        .toList();
  }

  private List<String> messages(String name, String url, int seconds) {
    var messages =
        call(
            "ReceiveMessage",
            name,
            () ->
                sqs.receiveMessage(request ->
                        request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(seconds))
                    .messages());
    for (var message : messages) {
      call(
          "DeleteMessage",
          name,
          () ->
              sqs.deleteMessage(
                  request -> request.queueUrl(url).receiptHandle(message.receiptHandle())));
    }
    return messages.stream().map(Message::body).toList();
  }

  /** The names of all queues that begin with {@code prefix}. */
  List<String> names(String prefix) {
    return call(
        "ListQueues",
        prefix + "*",
        () ->
            sqs
                .listQueuesPaginator(request -> request.queueNamePrefix(prefix).maxResults(1000))
                .queueUrls()
                .stream()
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .toList());
  }

  /** Deletes it if it is there; false when it was left as it does not carry this tag. */
  boolean delete(String name, String key, String value) {
    var url = url(name);
    if (url.isEmpty()) {
      return true;
    }
    var tags =
        call(
            "ListQueueTags",
            name,
            () -> sqs.listQueueTags(request -> request.queueUrl(url.get())).tags());
    if (!value.equals(tags.get(key))) {
      return false;
    }
    call("DeleteQueue", name, () -> sqs.deleteQueue(request -> request.queueUrl(url.get())));
    return true;
  }

  private Optional<String> url(String name) {
    return ProofCalls.find(
        "GetQueueUrl",
        name,
        code -> code.contains(ABSENT) || code.contains(ABSENT_IN_JSON),
        () -> sqs.getQueueUrl(request -> request.queueName(name)).queueUrl());
  }
}
