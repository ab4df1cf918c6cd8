package io.github.ecrconsolidation.events;

import static io.github.ecrconsolidation.events.ProofCalls.call;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The rule of the default bus with which {@code prove} sees the events of its repositories. */
final class ProofRule {
  private static final String TARGET = "queue";

  private final EventBridgeClient bridge;

  ProofRule(EventBridgeClient bridge) {
    this.bridge = bridge;
  }

  /** Creates it, tagged, for the repositories whose names begin so; answers its ARN. */
  String create(String name, String repositories, Tag tag) {
    return call(
        "PutRule",
        name,
        () ->
            bridge
                .putRule(request ->
                    request
                        .name(name)
                        .description("Temporary: the events of the repositories of prove.")
                        .eventPattern(pattern(repositories))
                        .tags(tag))
                .ruleArn());
  }

  private static String pattern(String repositories) {
    return JsonObject.write(
        Map.of(
            "source",
            List.of("aws.ecr"),
            "detail",
            Map.of("repository-name", List.of(Map.of("prefix", repositories)))));
  }

  /** Lets it send what it matches to the queue of this ARN. */
  void sendTo(String name, String queue) {
    var answer =
        call(
            "PutTargets",
            name,
            () ->
                bridge.putTargets(request ->
                    request.rule(name).targets(Target.builder().id(TARGET).arn(queue).build())));
    answer.failedEntries().stream()
        .findFirst()
        .ifPresent(failure -> {
          throw new EventBusException(
              "PutTargets %s: %s %s".formatted(name, failure.errorCode(), failure.errorMessage()),
              failure.errorCode(),
              0,
              null);
        });
  }

  /** The names of all rules that begin with {@code prefix}. */
  List<String> names(String prefix) {
    var names = new ArrayList<String>();
    @Nullable String token = null;
    do {
      var from = token;
      var page =
          call(
              "ListRules",
              prefix + "*",
              () -> bridge.listRules(request -> request.namePrefix(prefix).nextToken(from)));
      page.rules().stream().map(Rule::name).forEach(names::add);
      token = page.nextToken();
    } while (token != null);
    return names;
  }

  /** Deletes it if it is there; false when it was left as it does not carry {@code tag}. */
  boolean delete(String name, Tag tag) {
    var arn =
        ProofCalls.find(
            "DescribeRule",
            name,
            "ResourceNotFoundException"::equals,
            () -> bridge.describeRule(request -> request.name(name)).arn());
    if (arn.isEmpty()) {
      return true;
    }
    var tags =
        call(
            "ListTagsForResource",
            name,
            () -> bridge.listTagsForResource(request -> request.resourceARN(arn.get())).tags());
    if (!tags.contains(tag)) {
      return false;
    }
    call(
        "RemoveTargets",
        name,
        () -> bridge.removeTargets(request -> request.rule(name).ids(TARGET)));
    call("DeleteRule", name, () -> bridge.deleteRule(request -> request.name(name)));
    return true;
  }
}
