package io.github.ecrconsolidation.preflight;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.Image;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One rule of a lifecycle policy, as far as it says which images go (ECR user guide, "Lifecycle
 * policy parameters").
 *
 * @param status {@code tagged}, {@code untagged} or {@code any}
 * @param patterns globs of tags; an image must have a tag for each of them
 */
record LifecycleRule(
    long priority, String status, List<String> patterns, String countType, long count) {

  /** The rules of {@code policy}, the first to apply first. */
  static List<LifecycleRule> of(String policy) {
    return JsonObject.parse(policy).objects("rules").stream()
        .map(LifecycleRule::of)
        .sorted(comparingLong(LifecycleRule::priority))
        .toList();
  }

  private static LifecycleRule of(JsonObject rule) {
    var selection = rule.object("selection").orElse(JsonObject.parse("{}"));
    return new LifecycleRule(
        rule.number("rulePriority").orElse(0L),
        selection.text("tagStatus").orElse("any"),
        Stream.concat(
                selection.texts("tagPatternList").stream(),
                selection.texts("tagPrefixList").stream().map(prefix -> prefix + "*"))
            .toList(),
        selection.text("countType").orElse(""),
        selection.number("countNumber").orElse(0L));
  }

  boolean counts() {
    return countType.equals("imageCountMoreThan");
  }

  /** The images of {@code all} it selects, the youngest first. */
  List<Image> selected(Collection<Image> all) {
    return all.stream()
        .filter(this::selects)
        .sorted(comparing(Image::pushedAt).reversed())
        .toList();
  }

  private boolean selects(Image image) {
    return switch (status) {
      case "untagged" -> image.tags().isEmpty();
      case "tagged" -> !image.tags().isEmpty() && hasTagForEachPattern(image);
      default -> true;
    };
  }

  private boolean hasTagForEachPattern(Image image) {
    return patterns.stream()
        .map(glob -> Pattern.compile("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E"))
        .allMatch(
            glob -> image.tags().stream().anyMatch(tag -> glob.matcher(tag.value()).matches()));
  }

  /** Those of {@code all} that go now, or will for certain: an age is reached by every image. */
  List<Image> removed(Collection<Image> all) {
    var selected = selected(all);
    return counts() ? selected.stream().skip(count).toList() : selected;
  }

  /** The prefix, if it counts the images of one service as LifecycleCounts does. */
  Optional<TagPrefix> servicePrefix() {
    return counts() && patterns.size() == 1
        ? TagPrefix.ofGlob(patterns.getFirst())
        : Optional.empty();
  }
}
