package io.github.ecrconsolidation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A role of the template, evaluated as IAM evaluates identity policies (IAM user guide, "Policy
 * evaluation logic"): what no statement allows is denied, and a Deny wins over every Allow. Nothing
 * else is known here: no resource policies, boundaries or service control policies. What it does
 * not understand it refuses to evaluate.
 */
public final class Role {
  private static final Set<String> UNDERSTOOD =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  private record Statement(
      boolean allows,
      List<String> actions,
      List<String> resources,
      Map<String, List<String>> condition) {

    boolean covers(Permission asked, Map<String, String> context) {
      // Actions do not distinguish upper and lower case, resources do.
      return actions.stream().anyMatch(it -> matches(it, asked.action(), Pattern.CASE_INSENSITIVE))
          && resources.stream().anyMatch(it -> matches(it, asked.resource(), 0))
          && condition.entrySet().stream()
              .allMatch(it -> it.getValue().contains(context.getOrDefault(it.getKey(), "")));
    }

    Stream<Permission> permissions() {
      return actions.stream()
          .flatMap(action -> resources.stream().map(resource -> new Permission(action, resource)));
    }
  }

  private final String name;
  private final List<Statement> statements;

  private Role(String name, List<Statement> statements) {
    this.name = name;
    this.statements = statements;
  }

  /** The role a function runs with. */
  public static Role ofFunction(Template template, String function) {
    var arn = template.text("Resources/%s/Properties/Role".formatted(function));
    var name = arn.substring(0, arn.indexOf(".Arn"));
    var properties = template.map("Resources/%s/Properties".formatted(name));
    if (properties.containsKey("ManagedPolicyArns")) {
      throw new IllegalArgumentException(name + " has managed policies, which are not known here");
    }
    var statements = new ArrayList<Statement>();
    for (var policy : list(properties.get("Policies"))) {
      var document = map(map(policy).get("PolicyDocument"));
      list(document.get("Statement")).stream()
          .map(statement -> statement(name, map(statement)))
          .forEach(statements::add);
    }
    return new Role(name, statements);
  }

  private static Statement statement(String role, Map<?, ?> statement) {
    if (!UNDERSTOOD.containsAll(statement.keySet())) {
      throw new IllegalArgumentException("%s: cannot evaluate %s".formatted(role, statement));
    }
    return new Statement(
        switch (String.valueOf(statement.get("Effect"))) {
          case "Allow" -> true;
          case "Deny" -> false;
          case String other -> throw new IllegalArgumentException(role + ": no effect: " + other);
        },
        texts(statement.get("Action")),
        texts(statement.get("Resource")),
        condition(role, statement.get("Condition")));
  }

  private static Map<String, List<String>> condition(String role, @Nullable Object condition) {
    if (condition == null) {
      return Map.of();
    }
    var operators = map(condition);
    if (operators.size() != 1
        || !Set.of("StringEquals", "ForAllValues:StringEquals").containsAll(operators.keySet())) {
      throw new IllegalArgumentException("%s: cannot evaluate %s".formatted(role, condition));
    }
    var keys = new LinkedHashMap<String, List<String>>();
    operators.values().stream()
        .flatMap(values -> map(values).entrySet().stream())
        .forEach(entry -> keys.put(entry.getKey().toString(), texts(entry.getValue())));
    return keys;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("not an object of a policy: " + value);
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("not a list of a policy: " + value);
  }

  /** One text, or a list of them; anything else, such as an intrinsic function, is refused. */
  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> many -> many.stream().flatMap(one -> texts(one).stream()).toList();
      case null, default -> throw new IllegalArgumentException("not a text of a policy: " + value);
    };
  }

  /** Whether the role may do this, with these condition keys in the request. */
  public boolean allows(Permission asked, Map<String, String> context) {
    return !denies(asked, context)
        && statements.stream().anyMatch(it -> it.allows() && it.covers(asked, context));
  }

  /** Whether a Deny keeps the role from it, whatever else is allowed. */
  public boolean denies(Permission asked, Map<String, String> context) {
    return statements.stream().anyMatch(it -> !it.allows() && it.covers(asked, context));
  }

  /** All that is allowed, as it is written. */
  public List<Permission> allowed() {
    return statements.stream().filter(Statement::allows).flatMap(Statement::permissions).toList();
  }

  /** Whether a resource tag bounds this right of {@link #allowed}. */
  public boolean isBoundByTag(Permission right) {
    return statements.stream()
        .filter(statement -> statement.allows() && statement.permissions().anyMatch(right::equals))
        .allMatch(statement ->
            statement.condition().keySet().stream()
                .anyMatch(key -> key.startsWith("aws:ResourceTag/")));
  }

  /** Whether a pattern of {@link #allowed} covers {@code asked}. */
  public static boolean covers(Permission pattern, Permission asked) {
    return matches(pattern.action(), asked.action(), Pattern.CASE_INSENSITIVE)
        && matches(pattern.resource(), asked.resource(), 0);
  }

  /** {@code *} is any text, slashes included; {@code ?} is any one character. */
  private static boolean matches(String pattern, String text, int flags) {
    var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex, flags | Pattern.DOTALL).matcher(text).matches();
  }

  @Override
  public String toString() {
    return name;
  }
}
