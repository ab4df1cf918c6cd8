package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Archive;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

  private final Map<LocalDate, ImageSum> eligibleOn = new TreeMap<>();
  private final Map<KeepReason, Kept> kept = new EnumMap<>(KeepReason.class);
  private ImageSum images = ImageSum.NONE;
  private ImageSum eligible = ImageSum.NONE;

  private CleanupTotals() {}

  /** Those that are kept for one reason, with the first few of them. */
  public static final class Kept {
    private ImageSum sum = ImageSum.NONE;
    private final List<Keep> examples = new ArrayList<>();

    public ImageSum sum() {
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
    var image = ImageSum.of(decision.image());
    images = images.plus(image);
    switch (decision) {
      case Archive _, Delete _ -> eligible = eligible.plus(image);
      case Keep keep -> add(keep, image);
    }
  }

  private void add(Keep keep, ImageSum image) {
    var same = kept.computeIfAbsent(keep.reason(), _ -> new Kept());
    same.sum = same.sum.plus(image);
    if (same.examples.size() < EXAMPLES) {
      same.examples.add(keep);
    }
    keep.eligibleOn().ifPresent(at -> eligibleOn.merge(firstRun(at), image, ImageSum::plus));
  }

  /** The day (UTC) on which it is eligible. */
  private static LocalDate firstRun(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  public ImageSum images() {
    return images;
  }

  /** What is eligible now. */
  public ImageSum eligible() {
    return eligible;
  }

  /** What is eligible when time alone has passed, by day, the first day first. */
  public Map<LocalDate, ImageSum> eligibleOn() {
    return Collections.unmodifiableMap(eligibleOn);
  }

  /** What is kept, by reason in their order; reasons without an image are left out. */
  public Map<KeepReason, Kept> kept() {
    return Collections.unmodifiableMap(kept);
  }
}
