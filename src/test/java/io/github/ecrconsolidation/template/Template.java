package io.github.ecrconsolidation.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * The values of {@code template.yaml}, by path: {@code Resources/MirrorQueue/Type}, a list's
 * elements by number. A parameter is replaced by its value, a resource by its logical id, an
 * attribute by {@code Id.Attribute}; texts are joined and split. Conditions are evaluated only
 * inside of texts, unless it is {@link #deployed}.
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

  private final Object root;

  private Template(Object root) {
    this.root = root;
  }

  public static Template withDefaults() {
    return with(Map.of());
  }

  /** With these values of parameters, the defaults of all others, and both branches of each If. */
  public static Template with(Map<String, String> parameters) {
    return with(parameters, false);
  }

  /**
   * What CloudFormation makes of it: with these values, the branches that are taken and the
   * resources whose condition holds. The values themselves are at {@code Resolved}.
   */
  public static Template deployed(Map<String, String> parameters) {
    return with(parameters, true);
  }

  private static Template with(Map<String, String> parameters, boolean deployed) {
    var unresolved = new Template(read());
    var values = new LinkedHashMap<>(PSEUDO_PARAMETERS);
    for (var parameter : unresolved.map("Parameters").keySet()) {
      values.put(parameter, unresolved.text("Parameters/%s/Default".formatted(parameter)));
    }
    if (!values.keySet().containsAll(parameters.keySet())) {
      throw new IllegalArgumentException("not parameters of " + FILE + ": " + parameters);
    }
    values.putAll(parameters);
    var root = (Map<?, ?>) unresolved.root;
    var intrinsics =
        new Intrinsics(values, unresolved.map("Conditions"), unresolved.map("Mappings"), deployed);
    var resolved = new LinkedHashMap<String, Object>();
    root.forEach(
        (section, content) -> resolved.put(section.toString(), intrinsics.resolve(content)));
    if (deployed) {
      resolved.put("Resolved", values);
      resolved.put("Resources", chosen(unresolved.map("Resources"), intrinsics));
    }
    return new Template(resolved);
  }

  private static Map<String, Object> chosen(Map<String, Object> resources, Intrinsics intrinsics) {
    var chosen = new LinkedHashMap<String, Object>();
    resources.forEach((id, resource) -> {
      var condition = ((Map<?, ?>) resource).get("Condition");
      if (condition == null || intrinsics.holds(condition.toString())) {
        chosen.put(id, intrinsics.resolve(resource));
      }
    });
    return chosen;
  }

  /** Whether there is something at {@code path}. */
  public boolean has(String path) {
    var at = path.lastIndexOf('/');
    return map(path.substring(0, at)).containsKey(path.substring(at + 1));
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

  private static Object read() {
    try (var reader = Files.newBufferedReader(FILE)) {
      return new Yaml(new ShortTags()).load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE.toAbsolutePath(), e);
    }
  }
}
