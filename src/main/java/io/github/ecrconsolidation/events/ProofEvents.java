package io.github.ecrconsolidation.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * A rule of the default bus and a temporary queue behind it, of one name and tagged alike, which
 * let {@code prove} see the events of its own repositories. All methods throw {@link
 * EventBusException}.
 */
public final class ProofEvents implements AutoCloseable {
  private final EventBridgeClient bridge;
  private final SqsClient sqs;
  private final ProofRule rule;
  private final ProofQueue queue;

  /**
   * Connects nothing yet: the first call does.
   *
   * @param bridge region, credentials and endpoint as the SDK finds them, or as given
   * @param sqs the same
   * @param http is closed by the caller
   */
  public ProofEvents(EventBridgeClientBuilder bridge, SqsClientBuilder sqs, SdkHttpClient http) {
    this.bridge = bridge.httpClient(http).build();
    this.sqs = sqs.httpClient(http).build();
    this.rule = new ProofRule(this.bridge);
    this.queue = new ProofQueue(this.sqs);
  }

  /**
   * Creates rule and queue for the events of the repositories whose names begin with {@code
   * repositories}. A new rule may need a minute until it sees events (EventBridge user guide).
   */
  public void create(String name, String repositories, String tagKey, String tagValue) {
    var ruleArn =
        rule.create(name, repositories, Tag.builder().key(tagKey).value(tagValue).build());
    var queueArn = ruleArn.replace(":events:", ":sqs:").replace(":rule/", ":");
    queue.create(name, queueArn, ruleArn, Map.of(tagKey, tagValue));
    rule.sendTo(name, queueArn);
  }

  /** The next events, as soon as there are any; none after {@code patience}, 20 s at most. */
  public List<String> receive(String name, Duration patience) {
    return queue.receive(name, patience);
  }

  /** The names of all rules and queues that begin with {@code prefix}. */
  public List<String> names(String prefix) {
    return Stream.concat(rule.names(prefix).stream(), queue.names(prefix).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Deletes rule and queue of this name as far as they are there.
   *
   * @return false when one of them was left, as it does not carry this tag
   */
  public boolean delete(String name, String tagKey, String tagValue) {
    var ruleDeleted = rule.delete(name, Tag.builder().key(tagKey).value(tagValue).build());
    return queue.delete(name, tagKey, tagValue) && ruleDeleted;
  }

  @Override
  public void close() {
    bridge.close();
    sqs.close();
  }
}
