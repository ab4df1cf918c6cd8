package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a report has of the tags and images of one legacy repository, or of all.
 *
 * @param images how many there are
 * @param bytes of all of them
 * @param eligibleNow without those that this run removed
 * @param eligibleOn what is eligible when time alone has passed, by day (UTC), and after the last
 *     day that is listed
 * @param kept by reason
 */
public record ReportedImages(
    TagProgress tags,
    long images,
    long bytes,
    ImageSum eligibleNow,
    Map<String, ImageSum> eligibleOn,
    Map<String, KeptImages> kept,
    ImageSum removed) {
  /** Days that are listed one by one; what is eligible later is summed up. */
  private static final int MOST_DAYS = 100;

  public ReportedImages {
    eligibleOn = Collections.unmodifiableMap(new LinkedHashMap<>(eligibleOn));
    kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
  }

  /** Those of {@code totals} after this run has removed {@code removed}. */
  public static ReportedImages of(TagProgress tags, CleanupTotals totals, ImageSum removed) {
    var kept = new LinkedHashMap<String, KeptImages>();
    totals.kept().forEach((reason, of) -> kept.put(MemberName.of(reason), KeptImages.of(of)));
    return new ReportedImages(
        tags,
        totals.images().images(),
        totals.images().bytes(),
        totals.eligible().minus(removed),
        days(totals),
        kept,
        removed);
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
   * Reads the members of a report; what is absent is nothing.
   *
   * @throws IllegalArgumentException when the progress of the tags is absent, or a number is none
   */
  public static ReportedImages read(JsonObject json) {
    return new ReportedImages(
        json.object("tags")
            .map(TagProgress::read)
            .orElseThrow(() -> new IllegalArgumentException("a part of the report has no tags")),
        json.count("images"),
        json.count("bytes"),
        sum(json, "eligibleNow"),
        json.each("eligibleOn", ImageSum::read),
        json.each("kept", KeptImages::read),
        sum(json, "removed"));
  }

  private static ImageSum sum(JsonObject json, String name) {
    return json.object(name).map(ImageSum::read).orElse(ImageSum.NONE);
  }

  /** All of them. */
  public ImageSum all() {
    return new ImageSum(images, bytes);
  }
}
