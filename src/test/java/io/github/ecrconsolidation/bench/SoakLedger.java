package io.github.ecrconsolidation.bench;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every message that was sent, by a number of its own, and how it ended; and which targets are just
 * being mirrored.
 */
final class SoakLedger implements AutoCloseable {
  private static final String NUMBER = "soak-number";

  /** A request that was under way when its sender was killed may still take effect. */
  private static final int SECONDS_AFTER_A_KILL = 3;

  private final AtomicInteger numbers = new AtomicInteger();
  private final ConcurrentSkipListMap<Integer, String> sent = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListSet<Integer> settled = new ConcurrentSkipListSet<>();
  private final Map<String, JsonObject> lines = new ConcurrentHashMap<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<String, Integer> busy = new ConcurrentHashMap<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  final List<String> violations = new CopyOnWriteArrayList<>();
  final AtomicInteger deliveries = new AtomicInteger();

  /** The event as a message with a number; a message sent twice is two messages. */
  String number(String event) {
    var number = numbers.incrementAndGet();
    sent.put(number, event);
    return "{\"%s\":%d,%s".formatted(NUMBER, number, event.strip().substring(1));
  }

  /** A line of the mirror's log. */
  void logged(String line) {
    var json = JsonObject.parse(line);
    json.text("messageId").ifPresent(id -> lines.put(id, json));
  }

  /** Notes how the handling of a message ended: never without a word. */
  void ended(SQSMessage message, boolean done) {
    var line = lines.remove(message.getMessageId());
    if (line == null) {
      violations.add("no result of " + message.getBody());
      return;
    }
    var outcome = line.text("outcome").orElseThrow();
    synchronized (outcomes) {
      outcomes.merge(
          outcome + line.text("code").map(code -> " " + code).orElse(""), 1, Integer::sum);
    }
    if (done == outcome.equals("Failed")) {
      violations.add("%s, and the message is %s".formatted(outcome, done ? "done" : "kept"));
    }
    if (done) {
      JsonObject.parse(message.getBody())
          .number(NUMBER)
          .map(Long::intValue)
          .ifPresent(settled::add);
    }
  }

  /** Messages without a result. */
  List<String> unsettled() {
    return sent.entrySet().stream()
        .filter(message -> !settled.contains(message.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  int messages() {
    return numbers.get();
  }

  Map<String, Integer> outcomes() {
    synchronized (outcomes) {
      return new TreeMap<>(outcomes);
    }
  }

  // --- what is being mirrored

  /** Notes that the handling of a message begins, and gives it a number. */
  synchronized int begin(String body) {
    busy.merge(legacyTag(body), 1, Integer::sum);
    return deliveries.incrementAndGet();
  }

  void end(String body, boolean cutOff) {
    if (cutOff) {
      var _ = later.schedule(() -> release(body), SECONDS_AFTER_A_KILL, TimeUnit.SECONDS);
    } else {
      release(body);
    }
  }

  private synchronized void release(String body) {
    busy.merge(legacyTag(body), -1, Integer::sum);
  }

  /** Runs {@code push} unless the tag is just being mirrored, and lets nobody begin meanwhile. */
  synchronized boolean unlessBusy(String legacyTag, Runnable push) {
    if (busy.getOrDefault(legacyTag, 0) > 0) {
      return false;
    }
    push.run();
    return true;
  }

  private static String legacyTag(String body) {
    var detail = JsonObject.parse(body).object("detail").orElseThrow();
    return "%s:%s"
        .formatted(detail.text("repository-name").orElse(""), detail.text("image-tag").orElse(""));
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
