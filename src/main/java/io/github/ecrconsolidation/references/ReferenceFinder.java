package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Selectable;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what an input says of legacy images. It reads YAML and JSON by their structure, anything
 * else as lines of text, and decides nothing: see {@link ReferencePlanner}.
 */
public final class ReferenceFinder {
  /** Beyond so many characters a text is not read by structure: that takes 150 times its size. */
  static final int LARGEST_STRUCTURE = 4_000_000;

  /** The reason in a file of Renovate or Dependabot. */
  static final String UPDATES =
      "an update tool proposes tags of the legacy repository: name the consolidated one, and let it"
          + " read the version behind the prefix, in Renovate with versioning"
          + " 'regex:^<prefix>-v?(?<major>\\d+)\\.(?<minor>\\d+)\\.(?<patch>\\d+)$'; Dependabot"
          + " cannot";

  /** What other files give, or an outer template. */
  private static final Pattern HELM_VALUE =
      Pattern.compile("\\{\\{[^}]*(?:\\.Values\\b|\\binclude\\b|\\btpl\\b|\\$)");

  private final ReferenceGrammar grammar;

  /**
   * @param registries further hosts, besides ECR's own, that name the same registry
   */
  public ReferenceFinder(RepositoryName namespace, Collection<String> registries) {
    this.grammar = new ReferenceGrammar(namespace, registries);
  }

  /**
   * Finds all in the file {@code name} with {@code text}.
   *
   * @param live whether it is what a cluster says of its objects: what it keeps for itself is left
   *     out then
   */
  public Matches find(String name, String text, boolean live) {
    var sightings = new Matches(name);
    var kind = FileKind.of(name);
    if (kind.mayBeYaml() && text.length() <= LARGEST_STRUCTURE && isWorthwhile(text)) {
      var from = text.startsWith("\uFEFF") ? 1 : 0;
      var documents = YamlTree.parse(text, from, text.length());
      if (documents.isPresent()) {
        var search = new DocumentSearch(grammar, sightings, text, kind, live);
        documents.get().forEach(document -> search.visit(document, Place.ROOT));
        search.finish();
        return sightings;
      }
    }
    if (grammar.mayMatch(text)) {
      new TextSearch(grammar, sightings, text, kind).search();
    }
    return sightings;
  }

  /** Adds what one object of a cluster says to {@code sightings}. */
  public void findIn(Node object, Matches sightings) {
    new DocumentSearch(grammar, sightings, "", FileKind.YAML, true).visit(object, Place.ROOT);
  }

  /** Whether {@code text} of unknown encoding names anything. */
  public boolean isNamedIn(String text) {
    return !grammar.hits(text, 0, text.length()).isEmpty();
  }

  /** Values that give only a tag may override one that stands beside a legacy repository. */
  private boolean isWorthwhile(String text) {
    return grammar.mayMatch(text)
        || text.contains("tag:")
        || text.contains("imageTag:")
        || text.contains("imageRepositoryRef:")
        || text.contains("ImageRepository");
  }

  /** The claim of a hit in free text, where nothing else belongs to it. */
  static Interpretation claim(
      Occurrence hit, String text, boolean latestImplied, boolean selectable) {
    if (hit.trouble().isPresent() || hit.repository().isEmpty()) {
      return new Unclear(hit.trouble().orElse("it names no repository"));
    }
    var tool = Surroundings.tool(text, hit.start());
    if (tool.isPresent()) {
      return new Unclear(tool.get());
    }
    var digest = text.substring(hit.name().end(), hit.end());
    var use = selectable ? new Selectable() : new Literal();
    if (hit.isBare() && !latestImplied) {
      return new Unclear("it has no tag here, which may stand elsewhere");
    }
    if (hit.open() && HELM_VALUE.matcher(hit.tag().orElse("")).find()) {
      return new Unclear("its tag is filled in elsewhere, by a value that may have the prefix");
    }
    var tag = hit.isBare() ? Optional.of("latest") : hit.tag();
    return new Named(
        hit.host(),
        hit.repository().get(),
        tag,
        hit.open(),
        digest,
        List.of(new Slot(hit.name(), tag.isPresent() ? "%1$s:%2$s" : "%1$s")),
        use,
        remark(hit));
  }

  private static String remark(Occurrence hit) {
    if (hit.open()) {
      return "what fills the tag in goes on giving it without the prefix";
    }
    return hit.isBare() ? "no tag means latest" : "";
  }

  static String text(Mapping mapping, String key) {
    return mapping.scalar(key).map(Scalar::value).orElse("");
  }
}
