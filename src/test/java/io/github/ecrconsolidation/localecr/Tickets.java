package io.github.ecrconsolidation.localecr;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets that open something until they expire: registry tokens and signed download URLs. */
final class Tickets<T> {
  private record Ticket<T>(T opens, Instant expiresAt) {}

  private final Map<String, Ticket<T>> issued = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration life;

  Tickets(Clock clock, Duration life) {
    this.clock = clock;
    this.life = life;
  }

  Duration life() {
    return life;
  }

  String issue(T opens) {
    var secret = UUID.randomUUID().toString();
    issued.put(secret, new Ticket<>(opens, clock.instant().plus(life)));
    return secret;
  }

  Optional<T> open(String secret) {
    return Optional.ofNullable(issued.get(secret))
        .filter(ticket -> ticket.expiresAt().isAfter(clock.instant()))
        .map(Ticket::opens);
  }
}
