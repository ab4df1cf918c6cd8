package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.references.Interpretation.TagPolicy;
import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import java.util.Optional;

/**
 * An object whose legacy names a controller reads to find new tags or charts: none of them can
 * change without the rest of it.
 *
 * @param name of the object
 * @param reason what to change, for each legacy name in it
 * @param scanned the image repository that a policy selects from, or that this object is
 * @param legacy whether it scans a legacy repository
 */
record Automation(
    String kind, String name, String reason, Optional<String> scanned, boolean legacy) {
  /** The reason in a file of Renovate or Dependabot. */
  static final String UPDATES =
      "an update tool proposes tags of the legacy repository: name the consolidated one, and let it"
          + " read the version behind the prefix, in Renovate with versioning"
          + " 'regex:^"
          + TagPrefix.PLACEHOLDER
          + "v?(?<major>\\d+)\\.(?<minor>\\d+)\\.(?<patch>\\d+)$'; Dependabot"
          + " cannot";

  /** Begins every annotation of Argo CD Image Updater. */
  static final String UPDATER_PREFIX = "argocd-image-updater.argoproj.io/";

  private static final String UPDATER = UPDATER_PREFIX + "image-list";

  /** The reason of what Argo CD Image Updater reads. */
  static final String UPDATER_REASON =
      "Argo CD Image Updater looks for its tags: name the consolidated repository, set allow-tags"
          + " to 'regexp:^"
          + TagPrefix.PLACEHOLDER
          + "' and update-strategy to newest-build, as a semver range cannot"
          + " match a prefix";

  /** The automation that {@code object} is or asks for. */
  static Optional<Automation> of(Mapping object, ReferenceGrammar grammar) {
    var kind = object.text("kind");
    var name = child(object, "metadata").map(it -> it.text("name")).orElse("");
    var spec = child(object, "spec");
    return switch (kind) {
      case "ImageRepository" ->
          spec.flatMap(it -> it.scalar("image"))
              .map(image ->
                  new Automation(
                      kind,
                      name,
                      "Flux scans it for tags: set image to the consolidated repository, and"
                          + " filterTags of its ImagePolicy to the prefix",
                      Optional.of(name),
                      isLegacy(image, grammar)));
      case "ImagePolicy" ->
          spec.flatMap(it -> child(it, "imageRepositoryRef"))
              .map(ref -> new Automation(kind, name, "", Optional.of(ref.text("name")), false));
      case "OCIRepository" ->
          Optional.of(
              plain(
                  kind,
                  name,
                  "Flux pulls it by url and ref: set url to the consolidated repository and ref.tag"
                      + " to '"
                      + TagPrefix.PLACEHOLDER
                      + "<tag>' together; ref.semver cannot match a prefix"));
      case "HelmRepository" -> Optional.of(plain(kind, name, ReferenceGrammar.HELM_CHART));
      case "ImageUpdater" -> Optional.of(plain(kind, name, UPDATER_REASON));
      case "Application", "ApplicationSet" -> application(object, kind, name, grammar);
      default -> Optional.empty();
    };
  }

  private static Automation plain(String kind, String name, String reason) {
    return new Automation(kind, name, reason, Optional.empty(), false);
  }

  private static Optional<Automation> application(
      Mapping object, String kind, String name, ReferenceGrammar grammar) {
    return child(object, "metadata")
        .flatMap(it -> child(it, "annotations"))
        .flatMap(it -> it.scalar(UPDATER))
        .filter(list -> isLegacy(list, grammar))
        .map(_ -> plain(kind, name, UPDATER_REASON));
  }

  private static boolean isLegacy(Scalar scalar, ReferenceGrammar grammar) {
    return !grammar.occurrences(scalar.value(), 0, scalar.value().length()).isEmpty();
  }

  private static Optional<Mapping> child(Mapping mapping, String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().value().equals(key))
        .map(Entry::value)
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .findFirst();
  }

  /** Tells what other inputs have to know of it. */
  void note(Matches matches, int line, String where) {
    switch (kind) {
      case "ImageRepository" -> matches.addImageRepository(name, legacy);
      case "ImagePolicy" -> {
        matches.addImagePolicy(name, scanned.orElse(""));
        matches.add(
            new Match(
                line,
                where,
                "ImagePolicy " + name,
                Optional.empty(),
                false,
                new TagPolicy(scanned.orElse(""))));
      }
      default -> {}
    }
  }
}
