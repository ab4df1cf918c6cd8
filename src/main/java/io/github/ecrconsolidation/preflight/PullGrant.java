package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PolicyStatement.many;
import static io.github.ecrconsolidation.preflight.PolicyStatement.texts;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Glob;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A principal that a policy lets pull (IAM user guide, "JSON policy elements"). A grant to several
 * organizations or functions is one for each, written as the template writes it.
 *
 * @param type {@code AWS}, {@code Service}, {@code Federated}
 * @param principal an account number, an ARN, a service, or {@code *}
 * @param condition as JSON, empty without one
 */
record PullGrant(String type, String principal, String condition) implements Comparable<PullGrant> {
  /** A pull reads the manifest, then its layers; who may do only one of them needs only that. */
  static final List<String> ACTIONS = List.of("ecr:batchgetimage", "ecr:getdownloadurlforlayer");

  /**
   * The id of a user or role that was deleted, and of nobody since (IAM user guide, "Principal").
   */
  private static final Pattern DELETED = Pattern.compile("A(ID|RO)A[A-Z0-9]+");

  /** Values that the parameters of the template take. */
  private static final Pattern PRINCIPAL =
      Pattern.compile("\\d{12}|arn:aws[a-z-]*:iam::\\d{12}:(role|user)/[A-Za-z0-9_+=.@/-]+");

  private static final Pattern ORGANIZATION = Pattern.compile("o-[a-z0-9]{10,32}");
  private static final Pattern FUNCTION =
      Pattern.compile("arn:[a-z*-]+:lambda:[a-z0-9*-]+:(\\d{12}|\\*):function:[A-Za-z0-9_*-]+");

  private static final Pattern IDENTITY = Pattern.compile("arn:[a-z-]+:(?:iam|sts)::(\\d{12}):.+");

  private static final Pattern ROOT = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):root");

  /**
   * Every grant of {@code action} in {@code policy}, of a registry's only for {@code repository}.
   */
  static List<PullGrant> of(String policy, RepositoryName repository, String action) {
    return PolicyStatement.of(policy, "Allow", repository, action).flatMap(PullGrant::of).toList();
  }

  private static Stream<PullGrant> of(PolicyStatement statement) {
    var condition = statement.condition();
    var all =
        statement.json().text("Principal").stream()
            .map(any -> new PullGrant("AWS", any, condition));
    var named =
        statement.json().object("Principal").stream()
            .flatMap(principals ->
                principals.members().keySet().stream()
                    .flatMap(type ->
                        many(principals, type).stream()
                            .map(it -> new PullGrant(type, account(it), condition))));
    return Stream.concat(all, named)
        .filter(grant -> !DELETED.matcher(grant.principal).matches())
        .flatMap(PullGrant::oneByOne);
  }

  private Stream<PullGrant> oneByOne() {
    if (!organizations().isEmpty()) {
      return organizations().stream().map(it -> with("StringEquals", "aws:PrincipalOrgID", it));
    }
    return lambdaFunctions().isEmpty()
        ? Stream.of(this)
        : lambdaFunctions().stream().map(it -> with("ArnLike", "aws:SourceArn", it));
  }

  private PullGrant with(String operator, String key, String value) {
    return new PullGrant(type, principal, JsonObject.write(Map.of(operator, Map.of(key, value))));
  }

  /** An account and its root are one principal. */
  private static String account(String principal) {
    var root = ROOT.matcher(principal);
    return root.matches() ? root.group(1) : principal;
  }

  /** Whether whoever has this grant can do without {@code other}. */
  boolean covers(PullGrant other) {
    return type.equals(other.type)
        && (principal.equals(other.principal) || principal.equals("*"))
        && (condition.isEmpty()
            || condition.equals(other.condition)
            || lambdaFunctions().stream()
                .anyMatch(glob -> other.lambdaFunctions().stream().anyMatch(Glob.of(glob))));
  }

  /** The same for its whole account; empty unless it is a role, a user or a session. */
  Optional<PullGrant> ofItsAccount() {
    var arn = IDENTITY.matcher(principal);
    return arn.matches()
        ? Optional.of(new PullGrant(type, arn.group(1), condition))
        : Optional.empty();
  }

  /** Whether this account is another one than that of the role {@code arn}. */
  boolean isOfAnother(String arn) {
    return !arn.contains(":%s:".formatted(principal));
  }

  /** The account, role or user without a condition, as PullPrincipals takes it. */
  List<String> plainPrincipals() {
    return type.equals("AWS") && condition.isEmpty() && PRINCIPAL.matcher(principal).matches()
        ? List.of(principal)
        : List.of();
  }

  /** The organization, if that is all of the condition and anybody in it may pull. */
  List<String> organizations() {
    return type.equals("AWS") && principal.equals("*")
        ? only("aws:PrincipalOrgID", ORGANIZATION)
        : List.of();
  }

  /** The function whose image Lambda may retrieve, if that is all of the condition. */
  List<String> lambdaFunctions() {
    return type.equals("Service") && principal.startsWith("lambda.")
        ? only("aws:SourceArn", FUNCTION)
        : List.of();
  }

  /**
   * The values of a condition on this key alone, whatever the operator that compares texts, if all
   * are such as the parameter takes.
   */
  private List<String> only(String key, Pattern allowed) {
    if (condition.isEmpty()) {
      return List.of();
    }
    var operators = JsonObject.parse(condition);
    return operators.members().keySet().stream()
        .filter(operator -> operator.matches("(String|Arn)(Equals|Like)"))
        .filter(_ -> operators.members().size() == 1)
        .flatMap(operator -> operators.object(operator).stream())
        .filter(keys -> keys.members().size() == 1)
        .filter(keys -> keys.members().keySet().iterator().next().equalsIgnoreCase(key))
        .map(keys -> many(keys, keys.members().keySet().iterator().next()))
        .filter(values -> values.stream().allMatch(it -> allowed.matcher(it).matches()))
        .findFirst()
        .orElse(List.of());
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
    return texts(values).map(PullGrant::quoted).toList().toString();
  }

  /** A text in which Terraform replaces nothing. */
  private static String quoted(String text) {
    var escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"%s\"".formatted(escaped.replace("${", "$${").replace("%{", "%%{"));
  }
}
