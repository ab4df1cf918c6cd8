package io.github.ecrconsolidation.local;

import com.sun.net.httpserver.HttpServer;
import io.github.ecrconsolidation.template.Rule;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The default event bus of EventBridge with the rules of the template: remembers every event and
 * sends those that match on to the target, before it answers.
 */
public final class LocalEventBus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Where all rules send to. */
  @FunctionalInterface
  public interface Target {
    void send(String event, String messageGroupId);
  }

  /** What becomes of a matching event: delivery is best effort, at least once and unordered. */
  public enum Delivery {
    ONCE,
    TWICE,
    NEVER,
    /** Kept back until {@link LocalEventBus#release}. */
    HELD
  }

  private record Match(String event, String messageGroupId) {}

  private final List<Rule> rules;
  private final Target target;
  private final PutEvents putEvents;
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final List<BusEvent> events = new ArrayList<>();
  private final List<Match> held = new ArrayList<>();
  private Delivery delivery = Delivery.ONCE;

  private LocalEventBus(Template template, Target target, Clock clock) throws IOException {
    rules = List.copyOf(template.rules().values());
    this.target = target;
    putEvents = new PutEvents(this::accept, clock);
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", putEvents);
    server.setExecutor(requests);
    server.start();
  }

  public static LocalEventBus start(Template template, Target target, Clock clock)
      throws IOException {
    return new LocalEventBus(template, target, clock);
  }

  /** For {@code AWS_ENDPOINT_URL_EVENTBRIDGE}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Takes an event of any source, as AWS services send them. */
  public void accept(String event) {
    synchronized (this) {
      events.add(BusEvent.parse(event));
      notifyAll();
    }
    for (var rule : rules) {
      if (rule.matches(event)) {
        deliver(new Match(event, rule.messageGroupId()));
      }
    }
  }

  /** From the next event on. */
  public synchronized void deliver(Delivery delivery) {
    this.delivery = delivery;
  }

  /** Sends the events held back, the newest first, and delivers once from now on. */
  public void release() {
    List<Match> released;
    synchronized (this) {
      released = List.copyOf(held.reversed());
      held.clear();
      delivery = Delivery.ONCE;
    }
    released.forEach(this::send);
  }

  /** Makes PutEvents report the next entries as failed. */
  public void failNextEntries(int count) {
    putEvents.failNextEntries(count);
  }

  /** Makes PutEvents refuse the next calls as a whole. */
  public void throttleNextCalls(int count) {
    putEvents.throttleNextCalls(count);
  }

  /**
   * Lets every call of PutEvents take this much longer, in real time: for benches, not for tests.
   */
  public void latency(Duration duration) {
    putEvents.latency(duration);
  }

  /** Throttles PutEvents, by the clock of the bus. */
  public void limit(double callsPerSecond, int burst) {
    putEvents.limit(callsPerSecond, burst);
  }

  /** How many calls of PutEvents came, refused ones included. */
  public int calls() {
    return putEvents.calls();
  }

  public synchronized List<BusEvent> events() {
    return List.copyOf(events);
  }

  public List<BusEvent> events(String detailType) {
    return events().stream().filter(event -> event.detailType().equals(detailType)).toList();
  }

  /** Waits for so many events of a type, and returns all there are. */
  public List<BusEvent> await(String detailType, int count) throws InterruptedException {
    return await(detailType, count, PATIENCE);
  }

  public synchronized List<BusEvent> await(String detailType, int count, Duration patience)
      throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (events(detailType).size() < count) {
      var left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        throw new AssertionError(
            "not %d '%s' after %s, but %s".formatted(count, detailType, patience, events));
      }
      wait(left.toMillis() + 1);
    }
    return events(detailType);
  }

  @Override
  public void close() {
    server.stop(0);
    requests.close();
  }

  private void deliver(Match match) {
    switch (delivery(match)) {
      case ONCE -> send(match);
      case TWICE -> {
        send(match);
        send(match);
      }
      case NEVER, HELD -> {}
    }
  }

  private synchronized Delivery delivery(Match match) {
    if (delivery == Delivery.HELD) {
      held.add(match);
    }
    return delivery;
  }

  private void send(Match match) {
    target.send(match.event, match.messageGroupId);
  }
}
