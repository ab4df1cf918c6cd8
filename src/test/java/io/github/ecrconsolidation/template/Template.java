package io.github.ecrconsolidation.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * The values of {@code template.yaml}, by path: {@code Resources/MirrorQueue/Type}, a list's
 * elements by number. A parameter is replaced by its value, a resource by its logical id, an
 * attribute by {@code Id.Attribute}; texts are joined and split; conditions are not evaluated.
 */
public final class Template {
  /** The account of the SAM CLI's examples, and its default Region. */
  public static final String ACCOUNT = "123456789012";

  public static final String REGION = "us-east-1";

  private static final Path FILE = Path.of("template.yaml");
  private static final Map<String, String> PSEUDO_PARAMETERS =
      Map.of(
          "AWS::AccountId", ACCOUNT,
          "AWS::Region", REGION,
          "AWS::Partition", "aws",
          "AWS::URLSuffix", "amazonaws.com",
          "AWS::StackName", "ecr-consolidation");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}]+)}");

  private final Object root;

  private Template(Object root) {
    this.root = root;
  }

  public static Template withDefaults() {
    return with(Map.of());
  }

  public static Template with(Map<String, String> parameters) {
    var unresolved = new Template(read());
    var values = new LinkedHashMap<>(PSEUDO_PARAMETERS);
    for (var parameter : unresolved.map("Parameters").keySet()) {
      values.put(parameter, unresolved.text("Parameters/%s/Default".formatted(parameter)));
    }
    if (!values.keySet().containsAll(parameters.keySet())) {
      throw new IllegalArgumentException("not parameters of " + FILE + ": " + parameters);
    }
    values.putAll(parameters);
    return new Template(resolve(unresolved.root, values));
  }

  public Map<String, Rule> rules() {
    var rules = new LinkedHashMap<String, Rule>();
    for (var name : resources("AWS::Events::Rule")) {
      var properties = "Resources/%s/Properties/".formatted(name);
      rules.put(
          name,
          new Rule(
              name,
              JSON.std.asString(map(properties + "EventPattern")),
              text(properties + "Targets/0/SqsParameters/MessageGroupId")));
    }
    return rules;
  }

  /** The logical ids of all resources of a type. */
  public List<String> resources(String type) {
    return map("Resources").keySet().stream()
        .filter(id -> text("Resources/%s/Type".formatted(id)).equals(type))
        .toList();
  }

  public String text(String path) {
    return value(path).toString();
  }

  public int number(String path) {
    return Integer.parseInt(text(path));
  }

  public Map<String, Object> map(String path) {
    var map = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) value(path)).forEach((key, value) -> map.put(key.toString(), value));
    return map;
  }

  public List<Object> list(String path) {
    return List.copyOf((List<?>) value(path));
  }

  /** The values of the JSON text at {@code path}, by path as well. */
  public Template json(String path) {
    try {
      return new Template(JSON.std.anyFrom(text(path)));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(path + " of " + FILE + " is not JSON", e);
    }
  }

  private Object value(String path) {
    var value = root;
    for (var step : path.split("/", -1)) {
      var next =
          switch (value) {
            case Map<?, ?> map -> map.get(step);
            case List<?> list -> list.get(Integer.parseInt(step));
            default -> null;
          };
      if (next == null) {
        throw new IllegalArgumentException("no '%s' of %s in %s".formatted(step, path, FILE));
      }
      value = next;
    }
    return value;
  }

  private static Object resolve(Object value, Map<String, String> values) {
    return switch (value) {
      case Map<?, ?> map -> resolveMap(map, values);
      case List<?> list -> list.stream().map(element -> resolve(element, values)).toList();
      default -> value;
    };
  }

  private static Object resolveMap(Map<?, ?> map, Map<String, String> values) {
    var resolved = new LinkedHashMap<String, Object>();
    for (var entry : map.entrySet()) {
      var argument = entry.getValue();
      switch (entry.getKey().toString()) {
        case "Ref" -> {
          return values.getOrDefault(argument.toString(), argument.toString());
        }
        case "Fn::GetAtt" -> {
          return argument;
        }
        case "Fn::Sub" -> {
          return PLACEHOLDER
              .matcher(argument.toString())
              .replaceAll(match -> values.getOrDefault(match.group(1), match.group(1)));
        }
        case "Fn::Join" -> {
          var arguments = (List<?>) resolve(argument, values);
          var parts = ((List<?>) arguments.get(1)).stream().map(Object::toString);
          return parts.collect(Collectors.joining(arguments.get(0).toString()));
        }
        case "Fn::Split" -> {
          var arguments = (List<?>) resolve(argument, values);
          var separator = Pattern.quote(arguments.get(0).toString());
          return List.of(arguments.get(1).toString().split(separator, -1));
        }
        case String key -> resolved.put(key, resolve(argument, values));
      }
    }
    return resolved;
  }

  private static Object read() {
    try (var reader = Files.newBufferedReader(FILE)) {
      return new Yaml(new ShortTags()).load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE.toAbsolutePath(), e);
    }
  }
}
