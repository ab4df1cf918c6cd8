package io.github.ecrconsolidation.template;

import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads CloudFormation's short tags as what they are short for: {@code !Sub x} is Fn::Sub: x. */
final class ShortTags extends SafeConstructor {

  ShortTags() {
    super(new LoaderOptions());
    yamlMultiConstructors.put(
        "!",
        new AbstractConstruct() {
          @Override
          public Object construct(Node node) {
            return Map.of(function(node), argument(node));
          }
        });
  }

  private static String function(Node node) {
    var name = node.getTag().getValue().substring(1);
    return name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
  }

  private Object argument(Node node) {
    return switch (node) {
      case ScalarNode scalar -> constructScalar(scalar);
      case SequenceNode sequence -> constructSequence(sequence);
      case MappingNode mapping -> constructMapping(mapping);
      default -> throw new IllegalArgumentException("not a YAML value: " + node);
    };
  }
}
