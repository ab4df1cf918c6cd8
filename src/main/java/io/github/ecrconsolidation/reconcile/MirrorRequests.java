package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Asks for images on the event bus, ten in a call, one call after the other: a hundred thousand
 * take minutes, and small regions take no more than 400 events a second (EventBridge quotas).
 */
final class MirrorRequests {
  private final EventBus bus;
  private final RepositoryName consolidated;
  private final Deadline deadline;

  MirrorRequests(EventBus bus, RepositoryName consolidated, Deadline deadline) {
    this.bus = bus;
    this.consolidated = consolidated;
    this.deadline = deadline;
  }

  /**
   * How far it came.
   *
   * @param refusal why the bus did not take more, if that was why
   */
  record Published(int requested, boolean complete, Optional<String> refusal) {}

  /** Publishes {@code requests} in their order, until one is refused or the time is up. */
  Published publish(Stream<MirrorRequest> requests) {
    var requested = 0;
    var batches = events(requests).gather(Gatherers.windowFixed(EventBus.BATCH)).iterator();
    while (batches.hasNext()) {
      if (deadline.remaining().isZero()) {
        return new Published(requested, false, Optional.empty());
      }
      var batch = batches.next();
      try {
        bus.publish(batch, deadline::remaining);
        requested += batch.size();
      } catch (EventBusException e) {
        return new Published(
            requested + e.accepted(), false, Optional.of(String.valueOf(e.getMessage())));
      }
    }
    return new Published(requested, true, Optional.empty());
  }

  private Stream<BusEvent> events(Stream<MirrorRequest> requests) {
    return requests.map(request -> request.event(consolidated));
  }
}
