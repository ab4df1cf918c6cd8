package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;

/**
 * What all functions have: settings, clients, a log, a bus; and what they do around SnapStart: load
 * and compile before the snapshot what the first invocation needs, and keep nothing of it, as a
 * snapshot may be restored hours later and many times: no connection, no token.
 */
abstract class SnapStartWarmUp implements Resource {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private final Settings settings;
  private final Supplier<Wiring> connect;
  private final Consumer<String> log;
  private Wiring wiring;

  SnapStartWarmUp(Settings settings, Supplier<Wiring> connect, Consumer<String> log) {
    this.settings = settings;
    this.connect = connect;
    this.log = log;
    this.wiring = connect.get();
  }

  final Settings settings() {
    return settings;
  }

  /** The clients, fresh after every restore. */
  final Wiring wiring() {
    return wiring;
  }

  /** Writes a line of JSON. */
  final void log(String line) {
    log.accept(line);
  }

  /** Writes failures beside the results. */
  final void warn(String message) {
    log(new LogLine(wiring.clock().instant(), Level.WARN).with("message", message).toString());
  }

  /**
   * Puts {@code events} on the bus, or logs and counts that it did not take them.
   *
   * @return whether it took them
   */
  final boolean publish(List<BusEvent> events, Deadline deadline) {
    try {
      wiring.bus().publish(events, deadline::remaining);
      return true;
    } catch (EventBusException e) {
      var refused =
          new UnpublishedEvents(
              settings.mapping().consolidated(),
              events.size() - e.accepted(),
              String.valueOf(e.getMessage()));
      log(refused.line(wiring.clock().instant()));
      return false;
    }
  }

  /** A tag to ask the consolidated repository for without any effect. */
  final ImageReference absentImage() {
    return new ImageReference(settings.mapping().consolidated(), new Tag("warm-up"));
  }

  /**
   * Makes the calls of an invocation once, here one of the ECR API; changes nothing in the
   * registry.
   *
   * @throws RegistryException when the registry does not answer
   */
  void warmUp(CallContext calls) {
    wiring.ecr().open(calls).find(absentImage());
  }

  @Override
  public final void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      JitWarmUp.compile();
      warmUp(new CallContext(Deadline.in(AT_MOST, wiring.clock())));
    } catch (RegistryException e) {
      warn(
          "warmed up without the registry, the first invocation will be slower: " + e.getMessage());
    }
    wiring.close();
  }

  @Override
  public final void afterRestore(Context<? extends Resource> context) {
    wiring = connect.get();
  }
}
