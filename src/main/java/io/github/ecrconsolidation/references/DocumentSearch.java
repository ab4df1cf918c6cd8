package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Sequence;
import io.github.ecrconsolidation.references.Node.Style;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Walks the documents of one text and notes what they say of legacy images. */
final class DocumentSearch {
  /** Where an image without a tag is pulled as latest, as nothing could add one. */
  private static final Pattern PULLED =
      Pattern.compile(
          "(?:.*\\.)?(?:(?:containers|initContainers|ephemeralContainers|steps|sidecars|[cC]ontainerDefinitions)\\[\\d+\\]|services\\.[^.]+)\\.[iI]mage");

  /**
   * Where a pipeline says what to push: docker/build-push-action, docker/metadata-action, Compose.
   */
  private static final Pattern PUSHED =
      Pattern.compile("(?:.*\\.)?(?:with\\.(?:tags|images)|build\\.tags\\[\\d+\\])");

  private static final Pattern ARGO_IMAGE =
      Pattern.compile("(?:.*\\.)?kustomize\\.images\\[\\d+\\]");
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final ReferenceGrammar grammar;
  private final Matches matches;
  private final LineNumbers lines;
  private final boolean hasLines;
  private final boolean live;
  private final FileKind kind;
  private final String text;
  private final Notes notes;
  private final Spans explained = new Spans();
  private final Set<Node> passedOver = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private String object = "";
  private final Set<Node> charts = Collections.newSetFromMap(new IdentityHashMap<>());
  private Optional<Automation> automation = Optional.empty();

  DocumentSearch(
      ReferenceGrammar grammar, Matches matches, String text, FileKind kind, boolean live) {
    this.grammar = grammar;
    this.matches = matches;
    this.lines = new LineNumbers(text);
    this.hasLines = !text.isEmpty();
    this.live = live;
    this.kind = kind;
    this.text = text;
    this.notes = new Notes(grammar, matches, text, hasLines);
  }

  /** Looks for what no document explains, when all have been visited. */
  void finish() {
    new Leftovers(grammar, matches)
        .search(text, explained, new Comments(text, kind), "", new LineNumbers(text));
  }

  void visit(Node node, Place place) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case Mapping mapping -> visitMapping(mapping, place);
      case Sequence(var items) -> {
        for (var i = 0; i < items.size(); i++) {
          visit(items.get(i), place.item(i));
        }
      }
      case Scalar scalar -> scan(scalar, place);
    }
  }

  private void visitMapping(Mapping mapping, Place place) {
    var outer = object;
    var outerAutomation = automation;
    var isObject = mapping.has("apiVersion") && mapping.has("kind") && mapping.has("metadata");
    if (isObject && !mapping.text("kind").endsWith("List")) {
      object = objectName(mapping);
      automation = Automation.of(mapping, grammar);
      automation.ifPresent(one -> one.note(matches, line(mapping), where(place)));
    }
    var start = isObject && live ? Place.ROOT : place;
    if (mapping.has("chart")) {
      mapping.scalar("repoURL").ifPresent(charts::add);
    }
    kustomize(mapping, start);
    split(mapping, start);
    for (var entry : mapping.entries()) {
      if (!isTheClustersOwn(entry.key().value(), isObject, start)) {
        scan(entry.key(), start.key("key"));
        visit(entry.value(), start.key(entry.key().value()));
      } else {
        explain(entry.value());
      }
    }
    object = outer;
    automation = outerAutomation;
  }

  /** What the cluster writes, and the copy of the object that kubectl keeps in it. */
  private boolean isTheClustersOwn(String key, boolean inObject, Place place) {
    return (inObject && key.equals("status"))
        || (key.equals("managedFields") && place.lastKey().equals("metadata"))
        || (live && key.equals(LAST_APPLIED));
  }

  private void explain(Node node) {
    if (!passedOver.add(node)) {
      return;
    }
    switch (node) {
      case Mapping(var entries, _, _) -> entries.forEach(entry -> explain(entry.value()));
      case Sequence(var items) -> items.forEach(this::explain);
      case Scalar scalar -> explained.add(new Span(scalar.start(), scalar.end()));
    }
  }

  private int line(Mapping mapping) {
    return mapping.entries().isEmpty() ? 0 : line(mapping.entries().getFirst().key().start());
  }

  private static String objectName(Mapping object) {
    var kind = object.text("kind");
    return object.entries().stream()
        .filter(entry -> entry.key().value().equals("metadata"))
        .map(Node.Entry::value)
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .findFirst()
        .map(metadata -> {
          var namespace = metadata.text("namespace");
          var name = metadata.text("name");
          return (namespace.isEmpty() ? "" : namespace + "/") + kind + "/" + name;
        })
        .orElse(kind);
  }

  private void kustomize(Mapping mapping, Place place) {
    KustomizeImage.of(mapping, place)
        .ifPresent(image -> {
          var selected =
              image.selected(grammar).filter(occurrence -> occurrence.repository().isPresent());
          selected.ifPresent(
              occurrence -> select(occurrence.host(), occurrence.repository().get(), image.name()));
          var pulled = image.pulled(grammar);
          pulled.ifPresent(
              occurrence -> add(image.name(), place, occurrence, image.interpretation(occurrence)));
          if (selected.isPresent() || pulled.isPresent()) {
            done(image.name());
            mapping.scalar("newName").ifPresent(this::done);
          }
        });
  }

  private void done(Scalar scalar) {
    seen.add(scalar);
    explain(scalar);
  }

  private void select(String host, RepositoryName repository, Scalar at) {
    matches.addSelected(host + "/" + repository, line(at.start()));
  }

  private void split(Mapping mapping, Place place) {
    var image = SplitImage.of(mapping, place, grammar).filter(one -> !seen.contains(one.name()));
    image.ifPresent(one -> {
      add(one.name(), place, one.occurrence(), one.interpretation());
      one.scalars(mapping).forEach(this::done);
    });
    SplitImage.tag(mapping).ifPresent(tag -> matches.addTagValue(tag.value(), line(tag.start())));
    if (image.isEmpty() && hasLines) {
      SplitImage.tagAlone(mapping)
          .ifPresent(tag -> matches.addTagOverride(place.toString(), line(tag.start())));
    }
  }

  private void scan(Scalar scalar, Place place) {
    if (!grammar.mayMatch(scalar.value())) {
      return;
    }
    if (scalar.style() == Style.BLOCK) {
      scanBlock(scalar, place);
      return;
    }
    if (automation.isEmpty() && ARGO_IMAGE.matcher(place.toString()).matches()) {
      var image = ArgoImage.of(scalar, grammar);
      if (image.isPresent()) {
        argo(image.get(), scalar, place);
        return;
      }
    }
    var occurrences = grammar.occurrences(scalar.source(), scalar.start(), scalar.end());
    occurrences.forEach(occurrence -> addLiteral(scalar, place, occurrence));
    var value = scalar.value();
    if (occurrences.size() < grammar.occurrences(value, 0, value.length()).size()) {
      var interpretation = new Unclear("it is written with escapes or over several lines");
      var line = line(scalar.start());
      matches.add(
          new Match(line, where(place), brief(value), Optional.empty(), false, interpretation));
      explain(scalar);
    }
    if (!hasLines) {
      leftovers(scalar, place, occurrences);
    }
  }

  /** What a cluster says has no text around it. */
  private void leftovers(Scalar scalar, Place place, List<Occurrence> occurrences) {
    var found = new Spans();
    occurrences.forEach(occurrence -> found.add(new Span(occurrence.start(), occurrence.end())));
    new Leftovers(grammar, matches)
        .search(
            scalar.source(),
            found,
            new Comments(scalar.source(), FileKind.OTHER),
            where(place),
            new LineNumbers(""));
  }

  private void addLiteral(Scalar scalar, Place place, Occurrence occurrence) {
    var whole =
        scalar
            .written()
            .filter(span -> span.start() == occurrence.start() && span.end() == occurrence.end())
            .isPresent();
    var isImage = whole && !object.isEmpty() && place.lastKey().equals("image") && !place.isItem();
    var pulled = whole && PULLED.matcher(place.toString()).matches();
    add(scalar, place, occurrence, interpretation(occurrence, scalar, place, pulled, isImage));
  }

  private Interpretation interpretation(
      Occurrence occurrence, Scalar scalar, Place place, boolean pulled, boolean isImage) {
    if (automation.isPresent()) {
      return new Unclear(automation.get().reason());
    }
    if (charts.contains(scalar)) {
      return new Unclear(ReferenceGrammar.HELM_CHART);
    }
    if (occurrence.isBare() && place.toString().endsWith("with.images")) {
      return new Unclear(
          "docker/metadata-action adds the tags: set images to the consolidated repository, and flavor to 'prefix=%s,onlatest=true'"
              .formatted(TagPrefix.PLACEHOLDER));
    }
    return FreeText.of(occurrence, scalar.source(), pulled, isImage);
  }

  /** Helm values or a manifest within a scalar are YAML themselves, only further to the right. */
  private void scanBlock(Scalar scalar, Place place) {
    var header = scalar.source().indexOf('\n', scalar.start());
    if (header < 0 || header >= scalar.end()) {
      return;
    }
    var inner =
        YamlTree.parse(scalar.source(), header + 1, scalar.end())
            .filter(documents ->
                documents.stream().allMatch(document -> !(document instanceof Scalar)));
    if (inner.isPresent()) {
      inner.get().forEach(document -> visit(document, place));
    } else {
      var comments = new Comments(scalar.source(), FileKind.OTHER);
      grammar.occurrences(scalar.source(), header + 1, scalar.end()).stream()
          .filter(occurrence -> !comments.contain(occurrence.start()))
          .forEach(occurrence -> addLiteral(scalar, place, occurrence));
    }
  }

  private void argo(ArgoImage image, Scalar scalar, Place place) {
    image
        .selected()
        .ifPresent(
            occurrence -> select(occurrence.host(), occurrence.repository().orElseThrow(), scalar));
    image
        .pulled()
        .ifPresent(occurrence -> {
          var interpretation = FreeText.of(occurrence, scalar.source(), false, false);
          add(scalar, place, occurrence, image.kept(interpretation));
        });
    explain(scalar);
  }

  private void add(
      Scalar scalar, Place place, Occurrence occurrence, Interpretation interpretation) {
    var written = scalar.source().substring(occurrence.start(), occurrence.end());
    var shown = interpretation instanceof Named named ? shown(named) : written;
    explained.add(new Span(occurrence.start(), occurrence.end()));
    (hasLines ? notes : new Notes(grammar, matches, scalar.source(), false))
        .add(
            occurrence,
            interpretation,
            where(place),
            PUSHED.matcher(place.toString()).matches(),
            shown);
  }

  private static String shown(Named named) {
    var tag = named.remark().startsWith("no tag") ? Optional.<String>empty() : named.tag();
    return "%s/%s%s%s"
        .formatted(
            named.host(),
            named.repository(),
            tag.map(given -> ":" + given).orElse(""),
            named.digest());
  }

  private int line(int offset) {
    return hasLines ? lines.of(offset) : 0;
  }

  private String where(Place place) {
    return live ? (object + " " + place).strip() : "";
  }

  private static String brief(String value) {
    var line = value.strip().lines().findFirst().orElse("");
    return line.length() > 120 ? line.substring(0, 120) + "..." : line;
  }
}
