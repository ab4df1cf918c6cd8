package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Interpretation.Unexplained;
import io.github.ecrconsolidation.references.Interpretation.Use;
import io.github.ecrconsolidation.references.Node.Mapping;
import java.util.List;
import java.util.Optional;

/** What the tests of this package have in common: a registry, and {@code H} for its host. */
final class Samples {
  static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
  static final String DIGEST = "sha256:" + "89154fa1".repeat(8);
  static final RepositoryName NAMESPACE = new RepositoryName("ml-platform");
  static final List<String> REGISTRIES = List.of("registry.example.com:5000");
  static final ReferenceGrammar GRAMMAR = new ReferenceGrammar(NAMESPACE, REGISTRIES);

  private Samples() {}

  /** {@code text} with the host in full, and the digest for {@code @D}. */
  static String full(String text) {
    return text.replace("H/", HOST + "/").replace("H\\", HOST + "\\").replace("@D", "@" + DIGEST);
  }

  /** The only document of {@code yaml}. */
  static Node node(String yaml) {
    return YamlTree.parse(yaml, 0, yaml.length()).orElseThrow().getFirst();
  }

  static Mapping mapping(String yaml) {
    return (Mapping) node(yaml);
  }

  /** The only reference of {@code text}. */
  static Occurrence occurrence(String text) {
    var occurrences = GRAMMAR.occurrences(text, 0, text.length());
    if (occurrences.size() != 1) {
      throw new IllegalArgumentException("%d references: %s".formatted(occurrences.size(), text));
    }
    return occurrences.getFirst();
  }

  static Named named(String repository, String tag) {
    return named(repository, tag, false, new Literal());
  }

  static Named named(String repository, String tag, boolean open, Use use) {
    return new Named(
        HOST,
        new RepositoryName(repository),
        Optional.of(tag),
        open,
        "",
        List.of(new Slot(new Span(0, 0), "")),
        use,
        "");
  }

  /** Why {@code interpretation} is not certain; empty when it is. */
  static String reason(Interpretation interpretation) {
    return switch (interpretation) {
      case Unclear(var reason) -> reason;
      case Unexplained(var reason) -> "possible: " + reason;
      default -> "";
    };
  }

  /**
   * {@code source} with what {@code interpretation} changes, for the repository NEW and the tag
   * p-TAG.
   */
  static String changed(String source, Interpretation interpretation) {
    if (!(interpretation instanceof Named named)) {
      return source;
    }
    var tag = "p-" + named.tag().orElse("");
    var edits = named.slots().stream().map(slot -> slot.filled("NEW", tag)).toList();
    return Edit.apply(source, edits);
  }
}
