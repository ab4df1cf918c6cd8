package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Best effort: events on their way to the queue get lost, come twice, or minutes late. */
final class SoakDelivery implements AutoCloseable {
  private record Late(String event, String group, long due) {}

  private final LocalQueue queue;
  private final SoakLedger ledger;
  private final Random random;
  private final SqsClient sqs;
  private final String deadLetters;
  private final List<Late> late = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean reliable;
  private int redriven;

  SoakDelivery(LocalQueue queue, SoakLedger ledger, long seed) {
    this.queue = queue;
    this.ledger = ledger;
    this.random = new Random(seed);
    this.sqs = LocalClients.sqs(queue.endpoint()).build();
    this.deadLetters = sqs.getQueueUrl(it -> it.queueName("MirrorDeadLetterQueue")).queueUrl();
  }

  /** The target of the rules. */
  void send(String event, String group) {
    var copies = copies(event, group);
    for (var i = 0; i < copies; i++) {
      queue.send(ledger.number(event), group);
    }
  }

  private synchronized int copies(String event, String group) {
    if (reliable) {
      return 1;
    }
    var chance = random.nextInt(100);
    if (chance < 10) {
      counts.merge("dropped", 1, Integer::sum);
      return 0;
    }
    if (chance < 25) {
      counts.merge("late", 1, Integer::sum);
      var seconds = random.nextInt(1, 180);
      late.add(new Late(event, group, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)));
      // Late, or once more, late.
      return random.nextInt(2);
    }
    counts.merge(chance < 40 ? "twice" : "once", 1, Integer::sum);
    return chance < 40 ? 2 : 1;
  }

  /** Sends what was late and is due. */
  void sendDue() {
    due(System.nanoTime()).forEach(it -> queue.send(ledger.number(it.event()), it.group()));
  }

  private synchronized List<Late> due(long now) {
    var due = new ArrayList<Late>();
    for (Iterator<Late> all = late.iterator(); all.hasNext(); ) {
      var next = all.next();
      if (next.due() - now <= 0) {
        due.add(next);
        all.remove();
      }
    }
    return due;
  }

  /** From now on every event comes once; what was late comes now. */
  void stop() {
    synchronized (this) {
      reliable = true;
    }
    due(System.nanoTime() + TimeUnit.HOURS.toNanos(1))
        .forEach(it -> queue.send(ledger.number(it.event()), it.group()));
  }

  /** Sends the dead letters back to the queue, and answers how many there were. */
  int redrive() {
    var moved = 0;
    while (true) {
      var messages =
          sqs.receiveMessage(it -> it.queueUrl(deadLetters).maxNumberOfMessages(10)).messages();
      if (messages.isEmpty()) {
        redriven += moved;
        return moved;
      }
      for (var message : messages) {
        queue.send(message.body(), "redrive");
        sqs.deleteMessage(it -> it.queueUrl(deadLetters).receiptHandle(message.receiptHandle()));
        moved++;
      }
    }
  }

  int redriven() {
    return redriven;
  }

  synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  @Override
  public void close() {
    sqs.close();
  }
}
