package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those that are kept for one reason, with the first few of them, as reports have them. */
public record KeptImages(long images, long bytes, List<Example> examples) {
  /**
   * One of them.
   *
   * @param image by its digest
   * @param detail what an operator has to know beside the reason; may be empty
   * @param lastPulledAt an instant in ISO 8601, as are all of a report
   */
  public record Example(
      String image, String detail, @Nullable String lastPulledAt, @Nullable String eligibleOn) {

    private static Example of(Keep keep) {
      return new Example(
          keep.image().toString(),
          keep.detail(),
          text(keep.image().lastPulledAt()),
          text(keep.eligibleOn()));
    }

    private static @Nullable String text(Optional<Instant> at) {
      return at.map(Instant::toString).orElse(null);
    }

    private static Example read(JsonObject json) {
      return new Example(
          json.text("image").orElse(""),
          json.text("detail").orElse(""),
          json.text("lastPulledAt").orElse(null),
          json.text("eligibleOn").orElse(null));
    }

    /** When it was last pulled; empty when never. */
    public Optional<String> pulled() {
      return Optional.ofNullable(lastPulledAt);
    }
  }

  public KeptImages {
    examples = List.copyOf(examples);
  }

  static KeptImages of(CleanupTotals.Kept kept) {
    return new KeptImages(
        kept.sum().images(),
        kept.sum().bytes(),
        kept.examples().stream().map(Example::of).toList());
  }

  /**
   * Reads the members of a report; what is absent is nothing.
   *
   * @throws IllegalArgumentException when a number is none
   */
  static KeptImages read(JsonObject json) {
    return new KeptImages(
        json.count("images"),
        json.count("bytes"),
        json.objects("examples").stream().map(Example::read).toList());
  }

  /** All of them. */
  public ImageSum sum() {
    return new ImageSum(images, bytes);
  }
}
