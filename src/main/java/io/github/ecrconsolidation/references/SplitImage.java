package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Interpretation.Values;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An image whose registry, repository and tag are values of their own, side by side in one mapping,
 * as in Helm values. Only literal values beside each other are sure to be of one image.
 *
 * @param name the scalar with the repository
 * @param occurrence what it says
 * @param interpretation what the mapping says
 */
record SplitImage(Scalar name, Occurrence occurrence, Interpretation interpretation) {
  private static final List<String> REPOSITORY_KEYS =
      List.of("repository", "image", "imageRepository", "name");
  private static final List<String> TAG_KEYS = List.of("tag", "imageTag");

  /** A tag and the digest that it is pinned to; charts print both behind the repository. */
  private static final Pattern PINNED = Pattern.compile("([^@]+)(@sha256:[0-9a-f]{64})");

  private static final List<String> REGISTRY_KEYS = List.of("registry", "imageRegistry");

  /** The image of {@code mapping}, if it is a split legacy one. */
  static Optional<SplitImage> of(Mapping mapping, Place place, ReferenceGrammar grammar) {
    var images =
        REPOSITORY_KEYS.stream()
            .flatMap(key ->
                mapping.scalar(key).stream()
                    .flatMap(name ->
                        named(key, name, mapping, grammar).stream()
                            .map(occurrence ->
                                new SplitImage(
                                    name,
                                    occurrence,
                                    interpretation(mapping, name, occurrence, place, grammar)))))
            .toList();
    return images.stream()
        .findFirst()
        .map(image -> images.size() == 1 ? image : image.unclear("two repositories share a tag"));
  }

  private SplitImage unclear(String reason) {
    return new SplitImage(name, occurrence, new Unclear(reason));
  }

  /** Whether {@code mapping} gives a tag and leaves its repository to another file. */
  static Optional<Scalar> tagAlone(Mapping mapping) {
    return REPOSITORY_KEYS.stream().noneMatch(mapping::has)
        ? tag(mapping).filter(tag -> !tag.isBlank())
        : Optional.empty();
  }

  /** The key this image's tag would have. */
  static Optional<Scalar> tag(Mapping mapping) {
    return first(mapping, TAG_KEYS);
  }

  private static Optional<Scalar> first(Mapping mapping, List<String> keys) {
    return keys.stream().flatMap(key -> mapping.scalar(key).stream()).findFirst();
  }

  private static Optional<Occurrence> named(
      String key, Scalar name, Mapping mapping, ReferenceGrammar grammar) {
    var written = name.written();
    if (written.isEmpty()) {
      return Optional.empty();
    }
    var span = written.get();
    var registry = first(mapping, REGISTRY_KEYS);
    var full =
        grammar.occurrences(name.source(), span.start(), span.end()).stream()
            .filter(occurrence ->
                occurrence.start() == span.start()
                    && occurrence.end() == span.end()
                    && occurrence.isBare())
            .filter(_ -> key.equals("repository") || tag(mapping).isPresent())
            .findFirst();
    if (full.isPresent()) {
      return full;
    }
    if (registry.isPresent()) {
      return withRegistry(name, span, registry.get(), grammar);
    }
    return key.equals("repository") ? grammar.withoutHost(name.value(), span) : Optional.empty();
  }

  private static Optional<Occurrence> withRegistry(
      Scalar name, Span span, Scalar registry, ReferenceGrammar grammar) {
    var host = registry.value().strip();
    if (grammar.isHostWithNamespace(host)) {
      return Optional.of(
          Occurrence.withoutRepository(
              span.start(),
              span,
              span.end(),
              "",
              Optional.of("the namespace is in the registry's value")));
    }
    return grammar.isHost(host) || registry.isBlank() || isTemplated(host)
        ? grammar.withoutHost(name.value(), span)
        : Optional.empty();
  }

  private static boolean isTemplated(String value) {
    return value.contains("{{") || value.contains("$");
  }

  private static Interpretation interpretation(
      Mapping mapping, Scalar name, Occurrence occurrence, Place place, ReferenceGrammar grammar) {
    var host =
        occurrence.host().isEmpty()
            ? first(mapping, REGISTRY_KEYS).map(Scalar::value).map(String::strip).orElse("")
            : occurrence.host();
    if (occurrence.obstacle().isPresent()) {
      return new Unclear(occurrence.obstacle().get());
    }
    if (occurrence.repository().isEmpty() || !grammar.isHost(host)) {
      return new Unclear("its registry is given elsewhere");
    }
    if (mapping.merged()) {
      return new Unclear("a YAML merge (<<) may give it another tag");
    }
    if (name.shared() || tag(mapping).map(Scalar::shared).orElse(false)) {
      return new Unclear("a YAML alias uses a part of it for something else, too");
    }
    if (occurrence.tag().isPresent()) {
      return named(
          host,
          occurrence,
          occurrence.tag(),
          List.of(new Slot(occurrence.name(), "%1$s:%2$s")),
          place);
    }
    return interpretation(mapping, host, occurrence, place);
  }

  private static Interpretation interpretation(
      Mapping mapping, String host, Occurrence occurrence, Place place) {
    var repository = new Slot(occurrence.name(), "%1$s");
    var tag = tag(mapping);
    if (tag.isEmpty() || tag.get().isBlank()) {
      return mapping.scalar("digest").map(Scalar::value).orElse("").matches("sha256:[0-9a-f]{64}")
          ? named(host, occurrence, Optional.empty(), List.of(repository), place)
          : new Unclear(
              "its tag is %s, so the chart decides it, usually by its appVersion"
                  .formatted(tag.isEmpty() ? "missing" : "empty"));
    }
    var pinned = PINNED.matcher(tag.get().value());
    var isPinned = pinned.matches();
    var name = isPinned ? pinned.group(1) : tag.get().value();
    return tag.get()
        .written()
        .filter(_ -> Tag.isValid(name))
        .map(span -> new Slot(new Span(span.start(), span.start() + name.length()), "%2$s"))
        .<Interpretation>map(slot ->
            named(
                host,
                occurrence,
                Optional.of(name),
                isPinned ? pinned.group(2) : "",
                List.of(repository, slot),
                place,
                remark(tag.get())))
        .orElseGet(() -> new Unclear("its tag " + obstacle(tag.get().value(), name)));
  }

  /**
   * Why a tag cannot be changed where it is.
   *
   * @param name the part of {@code tag} before a digest
   */
  private static String obstacle(String tag, String name) {
    if (isTemplated(tag)) {
      return "is filled in elsewhere";
    }
    return "'%s' is %s"
        .formatted(
            tag, Tag.isValid(name) ? "written with escapes or over several lines" : "not valid");
  }

  /** Where the tag is, if it is a literal one. */
  static Optional<Span> tagged(Scalar tag) {
    return Tag.isValid(tag.value()) ? tag.written() : Optional.empty();
  }

  private static String remark(Scalar tag) {
    return tag.isNumberPrintedOtherwise()
        ? "check which tag runs: without quotes Helm may read %s as a number and print it otherwise"
            .formatted(tag.value())
        : "";
  }

  private static Interpretation named(
      String host, Occurrence occurrence, Optional<String> tag, List<Slot> slots, Place place) {
    return named(host, occurrence, tag, "", slots, place, "");
  }

  private static Interpretation named(
      String host,
      Occurrence occurrence,
      Optional<String> tag,
      String digest,
      List<Slot> slots,
      Place place,
      String remark) {
    return new Interpretation.Named(
        host,
        occurrence.repository().orElseThrow(),
        tag,
        occurrence.open(),
        digest,
        slots,
        new Values(place.toString()),
        remark);
  }

  /** The scalars that need no further look. */
  Stream<Scalar> scalars(Mapping mapping) {
    var all = new ArrayList<Scalar>();
    all.add(name);
    tag(mapping).ifPresent(all::add);
    return all.stream();
  }
}
