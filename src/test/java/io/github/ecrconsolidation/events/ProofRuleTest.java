package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.event.ruler.Ruler;

class ProofRuleTest {
  private static final String NAME = "ecr-consolidation-proof-1";
  private static final Tag TAG = tag("ecr-consolidation:proof", "1");

  private final Rules bridge = new Rules();
  private final ProofRule rule = new ProofRule(bridge);

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @ParameterizedTest
  @CsvSource({
    "aws.ecr, proof-1/legacy, true",
    "aws.ecr, proof-10/legacy, false",
    "aws.ecr, ml-platform/proof-1/legacy, false",
    "ecr-consolidation, proof-1/legacy, false"
  })
  void matchesEventsOfEcrAboutTheRepositoriesOfThePrefix(
      String source, String repository, boolean matches) throws Exception {
    rule.create(NAME, "proof-1/", TAG);

    var event =
        "{\"source\":\"%s\",\"detail\":{\"repository-name\":\"%s\"}}".formatted(source, repository);
    assertThat(Ruler.matchesRule(event, bridge.pattern)).isEqualTo(matches);
  }

  @Test
  void sendsToTheQueue() {
    rule.sendTo(rule.create(NAME, "proof-1/", TAG), "arn:queue");

    assertThat(bridge.targets).containsValue("arn:queue");
  }

  /** PutTargets reports what it did not do inside a successful answer. */
  @Test
  void failsWhenTheTargetIsRefusedInsideASuccessfulAnswer() {
    bridge.refusedTarget = Optional.of("ConcurrentModificationException");

    assertThatThrownBy(() -> rule.sendTo(NAME, "arn:queue"))
        .isInstanceOfSatisfying(
            EventBusException.class,
            e -> assertThat(e.code()).isEqualTo("ConcurrentModificationException"))
        .hasMessageStartingWith("PutTargets " + NAME + ": ConcurrentModificationException");
  }

  @Test
  void namesTheRulesOfAllPages() {
    for (var number = 1; number <= 3; number++) {
      rule.create("proof-" + number, "proof/", TAG);
    }
    rule.create("another", "proof/", TAG);

    assertThat(rule.names("proof-")).containsExactly("proof-1", "proof-2", "proof-3");
  }

  @Test
  void deletesTheTargetBeforeTheRuleThatCarriesTheTag() {
    rule.create(NAME, "proof-1/", TAG);
    rule.sendTo(NAME, "arn:queue");

    assertThat(rule.delete(NAME, TAG)).isTrue();
    assertThat(bridge.tags).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ecr-consolidation:proof, 2", "team, 1"})
  void leavesARuleWithAnotherTag(String key, String value) {
    rule.create(NAME, "proof-1/", tag(key, value));

    assertThat(rule.delete(NAME, TAG)).isFalse();
    assertThat(bridge.tags).containsOnlyKeys(NAME);
  }

  @Test
  void hasNothingToDeleteWithoutARule() {
    assertThat(rule.delete(NAME, TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessDeniedException", "InternalException"})
  void doesNotTakeAFailureForAnAbsentRule(String code) {
    bridge.absent = code;

    assertThatThrownBy(() -> rule.delete(NAME, TAG))
        .isInstanceOf(EventBusException.class)
        .hasMessageStartingWith("DescribeRule " + NAME);
  }

  /** Rules by name with their tags, listed one a page; a rule that has a target stays. */
  private static final class Rules implements EventBridgeClient {
    private final Map<String, List<Tag>> tags = new TreeMap<>();
    private final Map<String, String> targets = new TreeMap<>();
    private Optional<String> refusedTarget = Optional.empty();
    private String pattern = "";
    private String absent = "ResourceNotFoundException";

    @Override
    public PutRuleResponse putRule(PutRuleRequest request) {
      tags.put(request.name(), request.tags());
      pattern = request.eventPattern();
      return PutRuleResponse.builder().ruleArn(request.name()).build();
    }

    @Override
    public PutTargetsResponse putTargets(PutTargetsRequest request) {
      request.targets().forEach(it -> targets.put(it.id(), it.arn()));
      return PutTargetsResponse.builder()
          .failedEntries(
              refusedTarget.stream()
                  .map(code -> PutTargetsResultEntry.builder().errorCode(code).build())
                  .toList())
          .build();
    }

    @Override
    public ListRulesResponse listRules(ListRulesRequest request) {
      var names = tags.keySet().stream().filter(it -> it.startsWith(request.namePrefix()));
      var from = Optional.ofNullable(request.nextToken()).map(Integer::parseInt).orElse(0);
      var left = names.skip(from).toList();
      return ListRulesResponse.builder()
          .rules(left.stream().limit(1).map(it -> Rule.builder().name(it).build()).toList())
          .nextToken(left.size() > 1 ? String.valueOf(from + 1) : null)
          .build();
    }

    @Override
    public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
      if (!tags.containsKey(request.name())) {
        throw refusal(absent);
      }
      return DescribeRuleResponse.builder().arn(request.name()).build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
      return ListTagsForResourceResponse.builder().tags(tags.get(request.resourceARN())).build();
    }

    @Override
    public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
      targets.keySet().removeAll(request.ids());
      return RemoveTargetsResponse.builder().build();
    }

    @Override
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
      if (!targets.isEmpty()) {
        throw refusal("ValidationException");
      }
      tags.remove(request.name());
      return DeleteRuleResponse.builder().build();
    }

    private static EventBridgeException refusal(String code) {
      return (EventBridgeException)
          EventBridgeException.builder()
              .statusCode(400)
              .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
              .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
