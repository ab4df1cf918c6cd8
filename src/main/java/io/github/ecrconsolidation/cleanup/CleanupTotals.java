package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.oci.Image;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an operator needs to decide: how many images there are, how many are eligible now, how many
 * on which day, and why the others are kept.
 */
public final class CleanupTotals {
  private static final int EXAMPLES = 3;

  private final Sum images = new Sum();
  private final Sum eligible = new Sum();
  private final Map<LocalDate, Sum> eligibleOn = new TreeMap<>();
  private final Map<KeepReason, Kept> kept = new EnumMap<>(KeepReason.class);

  private CleanupTotals() {}

  /** Images and their bytes; those of layers that images share count in each. */
  public static final class Sum {
    private long images;
    private long bytes;

    void add(Image image) {
      images++;
      bytes += image.ownBytes();
    }

    public long images() {
      return images;
    }

    public long bytes() {
      return bytes;
    }
  }

  /** Those that are kept for one reason, with the first few of them. */
  public static final class Kept {
    private final Sum sum = new Sum();
    private final List<Keep> examples = new ArrayList<>();

    public Sum sum() {
      return sum;
    }

    public List<Keep> examples() {
      return List.copyOf(examples);
    }
  }

  /** Counts {@code decisions}. */
  public static CleanupTotals of(Collection<CleanupDecision> decisions) {
    return of(decisions.stream());
  }

  static CleanupTotals of(Stream<CleanupDecision> decisions) {
    var totals = new CleanupTotals();
    decisions.forEach(totals::add);
    return totals;
  }

  private void add(CleanupDecision decision) {
    images.add(decision.image());
    switch (decision) {
      case CleanupDecision.Archive(var image) -> eligible.add(image);
      case CleanupDecision.Delete(var image) -> eligible.add(image);
      case Keep keep -> add(keep);
    }
  }

  private void add(Keep keep) {
    var same = kept.computeIfAbsent(keep.reason(), _ -> new Kept());
    same.sum.add(keep.image());
    if (same.examples.size() < EXAMPLES) {
      same.examples.add(keep);
    }
    keep.eligibleOn()
        .ifPresent(
            at -> eligibleOn.computeIfAbsent(firstRun(at), _ -> new Sum()).add(keep.image()));
  }

  /** The day (UTC) on which it is eligible. */
  private static LocalDate firstRun(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  public Sum images() {
    return images;
  }

  /** What is eligible now. */
  public Sum eligible() {
    return eligible;
  }

  /** What is eligible when time alone has passed, by day. */
  public Map<LocalDate, Sum> eligibleOn() {
    return Map.copyOf(eligibleOn);
  }

  /** What is kept, by reason; reasons without an image are left out. */
  public Map<KeepReason, Kept> kept() {
    return Map.copyOf(kept);
  }
}
