package io.github.ecrconsolidation.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Holds events back, then delivers them out of order, some not at all and some twice: EventBridge
 * gets ECR events on a best-effort basis, and targets get them at least once.
 */
public final class UnreliableDelivery implements Consumer<String> {
  private final List<String> held = new ArrayList<>();
  private final Consumer<String> sink;
  private final RandomGenerator random;

  /** What is lost and doubled depends on {@code random} alone, so a seed repeats it. */
  public UnreliableDelivery(Consumer<String> sink, RandomGenerator random) {
    this.sink = sink;
    this.random = random;
  }

  @Override
  public synchronized void accept(String event) {
    held.add(event);
  }

  /** Delivers what was held: one event in four is lost, one in four comes twice. */
  public void deliver() {
    for (var event : shuffled()) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> {
          sink.accept(event);
          sink.accept(event);
        }
        default -> sink.accept(event);
      }
    }
  }

  private synchronized List<String> shuffled() {
    var events = new ArrayList<>(held);
    held.clear();
    Collections.shuffle(events, Random.from(random));
    return events;
  }
}
