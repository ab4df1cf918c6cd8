package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Sequence;
import io.github.ecrconsolidation.references.Node.Style;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads text as YAML documents with the place of every scalar. JSON is YAML, too. */
final class YamlTree {
  private final String source;
  private final int from;
  private final Offsets offsets;
  private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Integer> uses =
      new IdentityHashMap<>();
  private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Boolean> merges =
      new IdentityHashMap<>();
  private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Node> done = new IdentityHashMap<>();

  private YamlTree(String source, int from, String part) {
    this.source = source;
    this.from = from;
    this.offsets = new Offsets(part);
  }

  /** The documents in the characters {@code from} to {@code to}; empty if they are no YAML. */
  static Optional<List<Node>> parse(String source, int from, int to) {
    var part = source.substring(from, to);
    try {
      var tree = new YamlTree(source, from, part);
      var roots = new ArrayList<org.yaml.snakeyaml.nodes.Node>();
      new Yaml(options()).composeAll(new StringReader(part)).forEach(roots::add);
      roots.forEach(tree::count);
      return Optional.of(roots.stream().map(tree::convert).toList());
    } catch (YAMLException _) {
      return Optional.empty();
    }
  }

  /** Limits against hostile input make no sense for one's own files, except that of the depth. */
  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setNestingDepthLimit(200);
    return options;
  }

  private void count(org.yaml.snakeyaml.nodes.Node node) {
    if (uses.merge(node, 1, Integer::sum) > 1) {
      return;
    }
    switch (node) {
      case MappingNode mapping ->
          mapping
              .getValue()
              .forEach(tuple -> {
                count(tuple.getKeyNode());
                count(tuple.getValueNode());
                if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("<<")) {
                  merges.put(mapping, true);
                  markMerged(tuple.getValueNode());
                }
              });
      case SequenceNode sequence -> sequence.getValue().forEach(this::count);
      default -> {}
    }
  }

  /** What a merge brings in may be overridden at any depth by the eye, so all of it is marked. */
  private void markMerged(org.yaml.snakeyaml.nodes.Node node) {
    if (merges.put(node, true) != null) {
      return;
    }
    switch (node) {
      case MappingNode mapping ->
          mapping.getValue().forEach(tuple -> markMerged(tuple.getValueNode()));
      case SequenceNode sequence -> sequence.getValue().forEach(this::markMerged);
      default -> {}
    }
  }

  private Node convert(org.yaml.snakeyaml.nodes.Node node) {
    var known = done.get(node);
    if (known != null) {
      return known;
    }
    done.put(node, new Sequence(List.of())); // an alias to a collection that contains it
    var converted =
        switch (node) {
          case MappingNode mapping -> mapping(mapping);
          case SequenceNode sequence ->
              new Sequence(sequence.getValue().stream().map(this::convert).toList());
          default -> scalar(node);
        };
    done.put(node, converted);
    return converted;
  }

  private Mapping mapping(MappingNode node) {
    return new Mapping(
        node.getValue().stream().flatMap(tuple -> entry(tuple).stream()).toList(),
        node.getFlowStyle() == FlowStyle.FLOW,
        merges.containsKey(node));
  }

  private Optional<Entry> entry(NodeTuple tuple) {
    return convert(tuple.getKeyNode()) instanceof Scalar key
        ? Optional.of(new Entry(key, convert(tuple.getValueNode())))
        : Optional.empty();
  }

  private Scalar scalar(org.yaml.snakeyaml.nodes.Node node) {
    var text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    return new Scalar(
        text,
        source,
        offset(node.getStartMark()),
        offset(node.getEndMark()),
        style(node),
        uses.getOrDefault(node, 1) > 1);
  }

  private int offset(Mark mark) {
    return from + offsets.ofCodePoint(mark.getIndex());
  }

  private static Style style(org.yaml.snakeyaml.nodes.Node node) {
    if (!(node instanceof ScalarNode scalar) || scalar.isPlain()) {
      return Style.PLAIN;
    }
    return switch (scalar.getScalarStyle()) {
      case LITERAL, FOLDED -> Style.BLOCK;
      default -> Style.QUOTED;
    };
  }

  /** The parser counts code points, Java strings count UTF-16 units. */
  private static final class Offsets {
    private final int[] starts;

    Offsets(String text) {
      var same = text.codePointCount(0, text.length()) == text.length();
      starts = same ? new int[0] : new int[text.length() + 1];
      for (int unit = 0, point = 0; !same && unit <= text.length(); point++) {
        starts[point] = unit;
        unit += unit < text.length() ? Character.charCount(text.codePointAt(unit)) : 1;
      }
    }

    int ofCodePoint(int index) {
      return starts.length == 0 ? index : starts[index];
    }
  }
}
