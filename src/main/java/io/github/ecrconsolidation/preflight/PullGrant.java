package io.github.ecrconsolidation.preflight;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A principal that a policy lets pull (IAM user guide, "JSON policy elements").
 *
 * @param type {@code AWS}, {@code Service}, {@code Federated}
 * @param principal an account number, an ARN, a service, or {@code *}
 * @param condition as JSON, empty without one
 */
record PullGrant(String type, String principal, String condition) implements Comparable<PullGrant> {
  private static final Pattern ROOT = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):root");

  /** Every grant of {@code policy}, of a registry's only those for {@code repository}. */
  static List<PullGrant> of(String policy, RepositoryName repository) {
    var document = JsonObject.parse(policy);
    return Stream.concat(
            document.objects("Statement").stream(), document.object("Statement").stream())
        .filter(statement -> allowsPull(statement, repository))
        .flatMap(PullGrant::of)
        .toList();
  }

  private static boolean allowsPull(JsonObject statement, RepositoryName repository) {
    var resources = many(statement, "Resource");
    return statement.text("Effect").filter("Allow"::equals).isPresent()
        && many(statement, "Action").stream()
            .anyMatch(action -> matches(action.toLowerCase(Locale.ROOT), "ecr:batchgetimage"))
        && (resources.isEmpty()
            || resources.stream()
                .map(arn -> arn.replaceFirst(".*:repository/", ""))
                .anyMatch(glob -> matches(glob, repository.value())));
  }

  private static boolean matches(String glob, String text) {
    return Pattern.matches("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E", text);
  }

  private static Stream<PullGrant> of(JsonObject statement) {
    var condition =
        statement
            .object("Condition")
            .map(it -> JsonObject.write(new TreeMap<>(it.members())))
            .orElse("");
    var all = statement.text("Principal").stream().map(any -> new PullGrant("AWS", any, condition));
    var named =
        statement.object("Principal").stream()
            .flatMap(principals ->
                principals.members().keySet().stream()
                    .flatMap(type ->
                        many(principals, type).stream()
                            .map(it -> new PullGrant(type, account(it), condition))));
    return Stream.concat(all, named);
  }

  /** An account and its root are one principal. */
  private static String account(String principal) {
    var root = ROOT.matcher(principal);
    return root.matches() ? root.group(1) : principal;
  }

  private static List<String> many(JsonObject object, String name) {
    return object.text(name).map(List::of).orElseGet(() -> object.texts(name));
  }

  /** Whether whoever has this grant can do without {@code other}. */
  boolean covers(PullGrant other) {
    return type.equals(other.type)
        && (principal.equals(other.principal) || principal.equals("*"))
        && (condition.isEmpty() || condition.equals(other.condition));
  }

  /** Whether it is an account, role or user without a condition. */
  boolean isPlainPrincipal() {
    return type.equals("AWS") && condition.isEmpty() && !principal.equals("*");
  }

  /** The organization, if that is all of the condition and anybody in it may pull. */
  Optional<String> organization() {
    return type.equals("AWS") && principal.equals("*")
        ? only("aws:PrincipalOrgID").filter(ids -> ids.size() == 1).map(List::getFirst)
        : Optional.empty();
  }

  /** The functions whose image Lambda may retrieve, if that is all of the condition. */
  List<String> lambdaFunctions() {
    return type.equals("Service") && principal.startsWith("lambda.")
        ? only("aws:SourceArn").orElse(List.of())
        : List.of();
  }

  /** The values of a condition on this key alone, whatever the operator that compares texts. */
  private Optional<List<String>> only(String key) {
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    var operators = JsonObject.parse(condition);
    return operators.members().keySet().stream()
        .filter(operator -> operator.matches("(String|Arn)(Equals|Like)"))
        .filter(_ -> operators.members().size() == 1)
        .flatMap(operator -> operators.object(operator).stream())
        .filter(keys -> keys.members().size() == 1)
        .filter(keys -> keys.members().keySet().iterator().next().equalsIgnoreCase(key))
        .map(keys -> many(keys, keys.members().keySet().iterator().next()))
        .findFirst();
  }

  @Override
  public int compareTo(PullGrant other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return condition.isEmpty() ? principal : "%s if %s".formatted(principal, condition);
  }

  /** A statement of an aws_iam_policy_document that says the same. */
  String terraform() {
    var conditions = new StringBuilder();
    if (!condition.isEmpty()) {
      JsonObject.parse(condition)
          .members()
          .forEach((operator, keys) ->
              ((Map<?, ?>) keys)
                  .forEach((key, values) ->
                      conditions.append(
                          """
                            condition {
                              test     = "%s"
                              variable = "%s"
                              values   = %s
                            }
                          """
                              .formatted(operator, key, hcl(values)))));
    }
    return """
    statement {
      principals {
        type        = "%s"
        identifiers = ["%s"]
      }
      actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    %s}
    """
        .formatted(type, principal, conditions);
  }

  private static String hcl(Object values) {
    var texts = values instanceof List<?> list ? list : List.of(values);
    return texts.stream().map("\"%s\""::formatted).toList().toString();
  }
}
