package io.github.ecrconsolidation.localecr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Faults that come by chance to any call, for soaks; what they are depends on the seed. */
public final class RandomFaults {
  private final Random random;
  private final int perMille;
  private final Map<Kind, Integer> counts = new TreeMap<>();
  private Optional<Outage> outage = Optional.empty();

  /** What may go wrong with a call. */
  public enum Kind {
    THROTTLED,
    SERVER_ERROR,
    UNAVAILABLE,
    /**
     * In the API and the registry a denied call, in the storage a signed URL that opens nothing.
     */
    FORBIDDEN,
    LOST_REPLY,
    CUT_BODY,
    CORRUPT_BODY
  }

  private record Outage(String operation, Kind kind) {}

  /**
   * @param perMille of the calls that something goes wrong with
   */
  public RandomFaults(long seed, int perMille) {
    this.random = new Random(seed);
    this.perMille = perMille;
  }

  /** From now on every call of {@code operation} goes wrong in the same way, until it is over. */
  public synchronized void outage(String operation, Kind kind) {
    outage = Optional.of(new Outage(operation, kind));
  }

  public synchronized void outageOver() {
    outage = Optional.empty();
  }

  /** How many there were of each kind. */
  public synchronized Map<Kind, Integer> counts() {
    return new TreeMap<>(counts);
  }

  synchronized List<Fault> next(Call call) {
    var kind =
        outage
            .filter(it -> it.operation().equals(call.operation()))
            .map(Outage::kind)
            .or(() -> byChance(call));
    kind.ifPresent(it -> counts.merge(it, 1, Integer::sum));
    return kind.map(this::fault).stream().toList();
  }

  private Optional<Kind> byChance(Call call) {
    if (random.nextInt(1000) >= perMille) {
      return Optional.empty();
    }
    var kinds = new ArrayList<>(List.of(Kind.values()));
    if (!call.operation().equals("GetObject") && random.nextInt(10) > 0) {
      // It sends the message back, where the others are mostly overcome at once.
      kinds.remove(Kind.FORBIDDEN);
    }
    return Optional.of(kinds.get(random.nextInt(kinds.size())));
  }

  private Fault fault(Kind kind) {
    var cutAfter = random.nextInt(2000);
    return switch (kind) {
      case THROTTLED -> refusal(EcrError.THROTTLING);
      case SERVER_ERROR -> refusal(EcrError.SERVER);
      case UNAVAILABLE -> refusal(EcrError.SERVICE_UNAVAILABLE);
      case FORBIDDEN -> refusal(EcrError.ACCESS_DENIED);
      case LOST_REPLY -> new Fault.LoseResponse();
      case CUT_BODY -> new Fault.Spoil(body -> SpoiledBody.cut(body, cutAfter));
      case CORRUPT_BODY -> new Fault.Spoil(SpoiledBody::corrupted);
    };
  }

  private static Fault refusal(EcrError error) {
    return new Fault.Refuse(EcrException.of(error, error + ", by chance"));
  }
}
