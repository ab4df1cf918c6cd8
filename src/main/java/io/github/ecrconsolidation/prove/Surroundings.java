package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.EcrProof;
import io.github.ecrconsolidation.events.ProofEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Where runs happen: the clients of one account and region, and the time.
 *
 * @param pause waits that long
 * @param eventPatience how long to wait for events that do not come
 * @param progress is told what is being done, for people who wait
 */
public record Surroundings(
    Ecr ecr,
    ProofEvents events,
    InstantSource clock,
    Consumer<Duration> pause,
    Duration eventPatience,
    Consumer<String> progress) {
  private static final Duration LONGEST_PART = Duration.ofMinutes(30);

  /** The registry for one part of a run, which must end within half an hour. */
  EcrProof registry() {
    return ecr.proof(new CallContext(Deadline.in(LONGEST_PART, clock)));
  }

  /**
   * The account that the credentials are of.
   *
   * @throws io.github.ecrconsolidation.ecr.RegistryException when it cannot be determined
   */
  public String account() {
    return registry().account();
  }
}
