package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Collection;

/**
 * Finds what an input says of legacy images. It reads YAML and JSON by their structure, anything
 * else as lines of text, and decides nothing: see {@link ReferencePlanner}.
 */
public final class ReferenceFinder {
  /** Beyond so many characters a text is not read by structure: that takes 150 times its size. */
  static final int LARGEST_STRUCTURE = 4_000_000;

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
    var matches = new Matches(name);
    var kind = FileKind.of(name);
    if (kind.mayBeYaml() && text.length() <= LARGEST_STRUCTURE && isWorthwhile(text)) {
      var from = text.startsWith("\uFEFF") ? 1 : 0;
      var documents = YamlTree.parse(text, from, text.length());
      if (documents.isPresent()) {
        var search = new DocumentSearch(grammar, matches, text, kind, live);
        documents.get().forEach(document -> search.visit(document, Place.ROOT));
        search.finish();
        return matches;
      }
    }
    if (grammar.mayMatch(text)) {
      new TextSearch(grammar, matches, text, kind).search();
    }
    return matches;
  }

  /** Adds what one object of a cluster says to {@code matches}. */
  public void findIn(Node object, Matches matches) {
    new DocumentSearch(grammar, matches, "", FileKind.YAML, true).visit(object, Place.ROOT);
  }

  /** Whether {@code text} of unknown encoding names anything. */
  public boolean isNamedIn(String text) {
    return !grammar.occurrences(text, 0, text.length()).isEmpty();
  }

  /** Values that give only a tag may override one that is given beside a legacy repository. */
  private boolean isWorthwhile(String text) {
    return grammar.mayMatch(text)
        || text.contains("tag:")
        || text.contains("imageTag:")
        || text.contains("imageRepositoryRef:")
        || text.contains("ImageRepository");
  }
}
