package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * The JSON 1.1 API of ECR. Operations and fields that are not emulated are refused (rule 17).
 *
 * <p>Not emulated: IAM (one caller may do everything, except what {@link EcrStore#denyDownloads}
 * takes away), signatures of requests, other registries than one account's in one region, signing,
 * pull-through cache rules (only their mark on a repository), creation templates; and the effect of
 * pull-time exclusions, policies, replication and scanning, which are kept and listed.
 */
final class EcrApi implements FrontEnd {
  private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
  private static final Set<String> SUBJECTS =
      Set.of(
          "imageDigest",
          "imageTag",
          "layerDigest",
          "layerDigests",
          "uploadId",
          "repositoryNames",
          "resourceArn");

  private final RegistryId registry;
  private final Map<String, Operation> operations = new HashMap<>();

  EcrApi(RegistryId registry, List<Map<String, Operation>> tables) {
    this.registry = registry;
    tables.forEach(operations::putAll);
  }

  @Override
  public Call understand(HttpExchange exchange) throws IOException {
    var target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    var name = target.orElse("none").replace(TARGET, "");
    var fields = fields(exchange);
    var subjects = new ArrayList<String>();
    collectSubjects(fields, subjects);
    var repository = Optional.ofNullable(fields.get("repositoryName")).map(Object::toString);
    var signed = exchange.getRequestHeaders().containsKey("Authorization");
    return new Call(name, repository.orElse(""), subjects, () -> answer(name, fields, signed));
  }

  private Response answer(String name, Map<String, Object> fields, boolean signed)
      throws IOException {
    if (!signed) {
      throw EcrException.of(EcrError.MISSING_AUTHENTICATION_TOKEN, "the request is not signed");
    }
    var operation = operations.get(name);
    if (operation == null) {
      throw EcrException.of(
          EcrError.UNKNOWN_OPERATION, "LocalEcr does not emulate '%s'".formatted(name));
    }
    var in = Input.of(name, fields, operation.fields());
    if (in.text("registryId").filter(id -> !id.equals(registry.account())).isPresent()) {
      throw EcrException.of(EcrError.INVALID_PARAMETER, "LocalEcr has one registry only");
    }
    return json(200, operation.handler().answer(in));
  }

  @Override
  public Response refuse(EcrException refusal) {
    var body =
        new Output()
            .with("__type", refusal.error().exceptionName())
            .with("message", refusal.text());
    return json(refusal.error().jsonStatus(), body);
  }

  private static Response json(int status, Output body) {
    return Response.of(status, "application/x-amz-json-1.1", body.toJson());
  }

  private static Map<String, Object> fields(HttpExchange exchange) throws IOException {
    try {
      if (JSON.std.anyFrom(exchange.getRequestBody().readAllBytes()) instanceof Map<?, ?> object) {
        return withoutNulls(object);
      }
      throw EcrException.of(EcrError.INVALID_PARAMETER, "no JSON object");
    } catch (JacksonException e) {
      throw EcrException.of(
          EcrError.INVALID_PARAMETER, "no JSON object: " + e.getOriginalMessage());
    }
  }

  /** A member that is null is as good as none (AWS JSON 1.1 protocol). */
  private static Map<String, Object> withoutNulls(Map<?, ?> object) {
    var members = new LinkedHashMap<String, Object>();
    object.forEach((name, value) -> {
      if (value instanceof Map<?, ?> inner) {
        members.put(name.toString(), withoutNulls(inner));
      } else if (value instanceof List<?> list) {
        members.put(name.toString(), list.stream().map(EcrApi::withoutNullsBelow).toList());
      } else if (value != null) {
        members.put(name.toString(), value);
      }
    });
    return members;
  }

  /** Within a list, null is an item, which no operation takes. */
  private static Object withoutNullsBelow(@Nullable Object item) {
    return switch (item) {
      case null -> throw EcrException.of(EcrError.INVALID_PARAMETER, "a list has a null in it");
      case Map<?, ?> object -> withoutNulls(object);
      default -> item;
    };
  }

  private static void collectSubjects(Object json, List<String> subjects) {
    switch (json) {
      case Map<?, ?> object ->
          object.forEach((name, value) -> {
            if (SUBJECTS.contains(name)) {
              (value instanceof List<?> list ? list : List.of(value))
                  .forEach(entry -> subjects.add(entry.toString()));
            } else {
              collectSubjects(value, subjects);
            }
          });
      case List<?> list -> list.forEach(entry -> collectSubjects(entry, subjects));
      default -> {}
    }
  }
}
