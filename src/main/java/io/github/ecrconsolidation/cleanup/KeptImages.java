package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those that are kept for one reason, with the first few of them, as reports have them. */
public record KeptImages(ImageSum sum, List<Example> examples) {
  /**
   * One of them.
   *
   * @param image by its digest
   * @param detail what an operator has to know beside the reason; may be empty
   * @param lastPulledAt an instant in ISO 8601, as are all of a report
   */
  public record Example(
      String image, String detail, Optional<String> lastPulledAt, Optional<String> eligibleOn) {
    private static final String IMAGE = "image";
    private static final String DETAIL = "detail";
    private static final String LAST_PULLED_AT = "lastPulledAt";
    private static final String ELIGIBLE_ON = "eligibleOn";

    private static Example of(Keep keep) {
      return new Example(
          keep.image().toString(),
          keep.detail(),
          keep.image().lastPulledAt().map(Object::toString),
          keep.eligibleOn().map(Object::toString));
    }

    private static Example read(JsonObject json) {
      return new Example(
          json.text(IMAGE).orElse(""),
          json.text(DETAIL).orElse(""),
          json.text(LAST_PULLED_AT),
          json.text(ELIGIBLE_ON));
    }

    private Map<String, Object> members() {
      var members = new LinkedHashMap<String, Object>();
      members.put(IMAGE, image);
      members.put(DETAIL, detail);
      lastPulledAt.ifPresent(at -> members.put(LAST_PULLED_AT, at));
      eligibleOn.ifPresent(at -> members.put(ELIGIBLE_ON, at));
      return members;
    }
  }

  public KeptImages {
    examples = List.copyOf(examples);
  }

  static KeptImages of(CleanupTotals.Kept kept) {
    return new KeptImages(kept.sum(), kept.examples().stream().map(Example::of).toList());
  }

  /**
   * Reads what {@link #members} has written; what is absent is nothing.
   *
   * @throws IllegalArgumentException when a number is none
   */
  static KeptImages read(JsonObject json) {
    return new KeptImages(
        ImageSum.read(json), json.objects("examples").stream().map(Example::read).toList());
  }

  /** The members of a report. */
  Map<String, Object> members() {
    var members = new LinkedHashMap<>(sum.members());
    members.put("examples", examples.stream().map(Example::members).toList());
    return members;
  }
}
