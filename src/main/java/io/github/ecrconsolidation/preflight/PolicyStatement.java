package io.github.ecrconsolidation.preflight;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Glob;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A statement of the policy of a repository or registry (IAM user guide, "JSON policy elements").
 */
record PolicyStatement(JsonObject json) {

  /**
   * The statements of {@code policy} with this effect on {@code action}; of a registry's policy,
   * those about {@code repository}.
   *
   * @param effect {@code Allow} or {@code Deny}
   * @param action in lower case
   */
  static Stream<PolicyStatement> of(
      String policy, String effect, RepositoryName repository, String action) {
    var document = JsonObject.parse(policy);
    return Stream.concat(
            document.objects("Statement").stream(), document.object("Statement").stream())
        .map(PolicyStatement::new)
        .filter(statement -> statement.json.text("Effect").filter(effect::equals).isPresent())
        .filter(statement -> statement.isAbout(repository, action));
  }

  private boolean isAbout(RepositoryName repository, String action) {
    var resources = many(json, "Resource");
    return (names("Action", action) || (json.has("NotAction") && !names("NotAction", action)))
        && (resources.isEmpty()
            || resources.stream()
                .map(arn -> arn.replaceFirst(".*:repository/", ""))
                .anyMatch(glob -> Glob.of(glob).test(repository.value())));
  }

  private boolean names(String element, String action) {
    return many(json, element).stream()
        .anyMatch(glob -> Glob.of(glob.toLowerCase(Locale.ROOT)).test(action));
  }

  /** Whom it is about, as JSON. */
  String principals() {
    var principals = new TreeMap<>(json.members());
    principals.keySet().retainAll(Set.of("Principal", "NotPrincipal"));
    return JsonObject.write(principals);
  }

  /** As JSON in one order, where a list of one value is that value: IAM makes no difference. */
  String condition() {
    var operators = new TreeMap<String, Object>();
    json.each("Condition", keys -> keys)
        .forEach((operator, keys) -> {
          var values = new TreeMap<String, Object>();
          keys.members()
              .forEach((key, value) -> {
                var texts = texts(value).sorted().toList();
                values.put(key, texts.size() == 1 ? texts.getFirst() : texts);
              });
          operators.put(operator, values);
        });
    return operators.isEmpty() ? "" : JsonObject.write(operators);
  }

  /** The texts of a value that is a list, or stands for a list of one. */
  static Stream<String> texts(Object value) {
    var values = value instanceof List<?> list ? list : List.of(value);
    return values.stream().map(String::valueOf);
  }

  /** The texts of a member that is a list, or stands for a list of one. */
  static List<String> many(JsonObject object, String name) {
    return object.text(name).map(List::of).orElseGet(() -> object.texts(name));
  }
}
