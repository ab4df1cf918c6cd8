package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of a Kustomization's {@code images}.
 *
 * <p>Its {@code name} selects images of the manifests by repository alone, and the consolidated
 * repository is every service's. So the selecting name is kept, as are the manifests that it
 * selects, and {@code newName} says what is pulled; where there is none, one is added.
 */
record KustomizeImage(Mapping mapping, Scalar name) {
  private static final Set<String> KEYS =
      Set.of("name", "newName", "newTag", "digest", "tagSuffix");

  /** {@code mapping}, if it looks like such an entry. */
  static Optional<KustomizeImage> of(Mapping mapping, Place place) {
    var isEntry =
        place.isItem()
            && place.lastKey().equals("images")
            && mapping.entries().stream().allMatch(entry -> KEYS.contains(entry.key().value()));
    return isEntry
        ? mapping.scalar("name").map(name -> new KustomizeImage(mapping, name))
        : Optional.empty();
  }

  /** The legacy repository it selects, if any. */
  Optional<Occurrence> selected(ReferenceGrammar grammar) {
    return whole(name, grammar);
  }

  /** The legacy repository that is pulled because of it, if any. */
  Optional<Occurrence> pulled(ReferenceGrammar grammar) {
    return newName().isPresent()
        ? newName().flatMap(given -> whole(given, grammar))
        : selected(grammar);
  }

  /** What it says of {@code pulled}. */
  Interpretation interpretation(Occurrence pulled) {
    var tag = mapping.scalar("newTag").filter(given -> !given.isBlank());
    var digest = mapping.scalar("digest").filter(given -> !given.isBlank());
    if (pulled.obstacle().isPresent() || pulled.repository().isEmpty()) {
      return new Unclear(pulled.obstacle().orElse("it names no repository"));
    }
    if (newName().isEmpty() && mapping.has("newName")) {
      return new Unclear("its newName is empty");
    }
    if (pulled.tag().isPresent() || pulled.hasDigest()) {
      return new Unclear("Kustomize takes a repository here, and the tag in newTag");
    }
    if (mapping.merged() || tag.map(Scalar::shared).orElse(false) || shared()) {
      return new Unclear("a YAML alias or merge uses a part of it for something else, too");
    }
    if (mapping.has("tagSuffix") || (tag.isEmpty() && digest.isEmpty())) {
      return new Unclear("its tag comes from the manifests");
    }
    var tagged = tag.flatMap(SplitImage::tagged);
    if (tag.isPresent() && tagged.isEmpty()) {
      return new Unclear("its newTag '%s' is no plain tag".formatted(tag.get().value()));
    }
    if (newName().isEmpty() && pulled.host().matches(".*[^A-Za-z0-9.:-].*")) {
      return new Unclear("its registry is filled in elsewhere, and it has no newName");
    }
    var slots = new ArrayList<Slot>();
    slots.add(newName().isPresent() ? new Slot(pulled.name(), "%1$s") : added(pulled.host()));
    tagged.ifPresent(span -> slots.add(new Slot(span, "%2$s")));
    return new Named(
        pulled.host(),
        pulled.repository().get(),
        tag.map(Scalar::value).filter(Tag::isValid),
        false,
        digest.map(given -> "@" + given.value()).orElse(""),
        slots,
        new Literal(),
        newName().isPresent() ? "" : "adds newName; name still selects");
  }

  private boolean shared() {
    return name.shared() || newName().map(Scalar::shared).orElse(false);
  }

  private Optional<Scalar> newName() {
    return mapping.scalar("newName").filter(given -> !given.isBlank());
  }

  /** A {@code newName} in front of the key that says which image. */
  private Slot added(String host) {
    var key =
        mapping.entries().stream()
            .map(Entry::key)
            .filter(one -> List.of("newTag", "digest").contains(one.value()))
            .findFirst()
            .orElseThrow();
    var source = key.source();
    var lineStart = source.lastIndexOf('\n', key.start() - 1) + 1;
    var lineEnd = source.startsWith("\r", Math.max(0, lineStart - 2)) ? "\r\n" : "\n";
    var between = mapping.flow() ? ", " : lineEnd + " ".repeat(key.start() - lineStart);
    var quote = source.charAt(key.start()) == '"' ? "\"" : "";
    return new Slot(
        new Span(key.start(), key.start()),
        "%1$snewName%1$s: %1$s%2$s/%%1$s%1$s%3$s".formatted(quote, host, between));
  }

  private static Optional<Occurrence> whole(Scalar scalar, ReferenceGrammar grammar) {
    return scalar
        .written()
        .flatMap(span ->
            grammar.occurrences(scalar.source(), span.start(), span.end()).stream()
                .filter(occurrence -> occurrence.start() == span.start())
                .findFirst());
  }
}
