package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a report has of the images of one legacy repository, or of all.
 *
 * @param eligibleNow without those that this run removed
 * @param eligibleOn what is eligible when time alone has passed, by day (UTC), and after the last
 *     day that is listed
 * @param kept by reason
 */
public record ReportedImages(
    ImageSum all,
    ImageSum eligibleNow,
    Map<String, ImageSum> eligibleOn,
    Map<String, KeptImages> kept,
    ImageSum removed) {
  /** Days that are listed one by one; what is eligible later is summed up. */
  private static final int MOST_DAYS = 100;

  private static final String ELIGIBLE_NOW = "eligibleNow";
  private static final String ELIGIBLE_ON = "eligibleOn";
  private static final String KEPT = "kept";
  private static final String REMOVED = "removed";

  public ReportedImages {
    eligibleOn = Collections.unmodifiableMap(new LinkedHashMap<>(eligibleOn));
    kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
  }

  /** Those of {@code totals} after this run has removed {@code removed}. */
  public static ReportedImages of(CleanupTotals totals, ImageSum removed) {
    var kept = new LinkedHashMap<String, KeptImages>();
    totals.kept().forEach((reason, of) -> kept.put(MemberName.of(reason), KeptImages.of(of)));
    return new ReportedImages(
        totals.images(), totals.eligible().minus(removed), days(totals), kept, removed);
  }

  private static Map<String, ImageSum> days(CleanupTotals totals) {
    var days = new LinkedHashMap<String, ImageSum>();
    totals
        .eligibleOn()
        .forEach((day, sum) ->
            days.merge(days.size() < MOST_DAYS ? day.toString() : "later", sum, ImageSum::plus));
    return days;
  }

  /**
   * Reads what {@link #members} has written; what is absent is nothing.
   *
   * @throws IllegalArgumentException when a number is none
   */
  public static ReportedImages read(JsonObject json) {
    return new ReportedImages(
        ImageSum.read(json),
        sum(json, ELIGIBLE_NOW),
        each(json, ELIGIBLE_ON, ImageSum::read),
        each(json, KEPT, KeptImages::read),
        sum(json, REMOVED));
  }

  private static ImageSum sum(JsonObject json, String name) {
    return json.object(name).map(ImageSum::read).orElse(ImageSum.NONE);
  }

  private static <T> Map<String, T> each(
      JsonObject json, String name, Function<JsonObject, T> read) {
    var each = new LinkedHashMap<String, T>();
    json.object(name)
        .ifPresent(of ->
            of.members()
                .keySet()
                .forEach(key -> of.object(key).ifPresent(it -> each.put(key, read.apply(it)))));
    return each;
  }

  /** The members of a report. */
  public Map<String, Object> members() {
    var members = new LinkedHashMap<>(all.members());
    members.put(ELIGIBLE_NOW, eligibleNow.members());
    members.put(ELIGIBLE_ON, each(eligibleOn, ImageSum::members));
    members.put(KEPT, each(kept, KeptImages::members));
    members.put(REMOVED, removed.members());
    return members;
  }

  private static <T> Map<String, Object> each(
      Map<String, T> sums, Function<T, Map<String, Object>> members) {
    var each = new LinkedHashMap<String, Object>();
    sums.forEach((key, sum) -> each.put(key, members.apply(sum)));
    return each;
  }
}
