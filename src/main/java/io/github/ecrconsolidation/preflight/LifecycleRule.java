package io.github.ecrconsolidation.preflight;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.Glob;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One rule of a lifecycle policy, as far as it says which images go (ECR user guide, "Lifecycle
 * policy parameters").
 *
 * @param status {@code tagged}, {@code untagged} or {@code any}
 * @param patterns globs of tags; an image must have a tag for each of them
 * @param ofArchive whether it is for archived images, and for no others
 * @param archives whether images go to the archive instead of being deleted
 */
record LifecycleRule(
    long priority,
    String status,
    List<String> patterns,
    boolean ofArchive,
    String countType,
    long count,
    boolean archives) {

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
        selection.text("storageClass").filter("archive"::equals).isPresent(),
        selection.text("countType").orElse(""),
        selection.number("countNumber").orElse(0L),
        rule.object("action")
            .flatMap(action -> action.text("type"))
            .filter("transition"::equals)
            .isPresent());
  }

  boolean counts() {
    return countType.equals("imageCountMoreThan");
  }

  /** The images of {@code all} it selects, the youngest first. */
  List<Image> selected(Collection<Image> all) {
    return all.stream().filter(selection()).sorted(comparing(Image::pushedAt).reversed()).toList();
  }

  private Predicate<Image> selection() {
    var globs = patterns.stream().map(Glob::of).toList();
    return image ->
        ofArchive == (image.status() == Status.ARCHIVED)
            && switch (status) {
              case "untagged" -> image.tags().isEmpty();
              case "tagged" -> !image.tags().isEmpty() && hasTagForEach(globs, image);
              default -> true;
            };
  }

  private static boolean hasTagForEach(List<Predicate<String>> globs, Image image) {
    return globs.stream().allMatch(glob -> image.tags().stream().map(Tag::value).anyMatch(glob));
  }

  /**
   * Those of {@code all} that go now, or will for certain: an age is reached by every image that
   * nobody pulls. What a rule selects counts in later ones, too, and does not go by them (ECR user
   * guide, "Automate the cleanup of images by using lifecycle policies").
   *
   * @param earlier the rules that apply before this one
   */
  List<Image> removed(Collection<Image> all, List<LifecycleRule> earlier) {
    var taken = earlier.stream().map(LifecycleRule::selection).toList();
    return selected(all).stream()
        .skip(counts() ? count : 0)
        .filter(image -> taken.stream().noneMatch(selection -> selection.test(image)))
        .toList();
  }

  /** The prefix, if it counts the images of one service as LifecycleCounts does. */
  Optional<TagPrefix> servicePrefix() {
    return counts() && patterns.size() == 1
        ? TagPrefix.ofGlob(patterns.getFirst())
        : Optional.empty();
  }
}
