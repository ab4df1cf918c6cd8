package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every parameter is explained and checked, and does what it says. */
class ParametersTest {
  /** A row of the README's table: name and default, in backticks, or the word empty. */
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (?:`([^`]+)`|empty) \\| .+ \\|");

  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd";

  private final Template template = Template.withDefaults();

  @Test
  void theReadmeHasEveryParameterWithItsDefault() throws IOException {
    var defaults =
        parameters().stream()
            .collect(Collectors.toMap(name -> name, name -> property(name, "Default")));

    assertThat(documented()).isEqualTo(defaults);
  }

  private static Map<String, String> documented() throws IOException {
    var configure = Files.readString(Path.of("README.md")).split("\n## Configure\n", -1)[1];
    return configure
        .split("\n## ", -1)[0]
        .lines()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .collect(
            Collectors.toMap(row -> row.group(1), row -> row.group(2) == null ? "" : row.group(2)));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void everyParameterSaysWhatItIsForAndWhatItMayBe(String parameter) {
    var properties = template.map("Parameters/" + parameter).keySet();

    assertThat(properties).contains("Type", "Default", "Description", "ConstraintDescription");
    assertThat(properties).containsAnyOf("AllowedPattern", "AllowedValues", "MinValue");
    assertThat(Stream.of("AllowedPattern").filter(properties::contains))
        .allSatisfy(
            it -> assertThat(property(parameter, "Default")).matches(property(parameter, it)));
  }

  @Test
  void theConsoleShowsEachParameterInOneGroup() {
    var groups = "Metadata/AWS::CloudFormation::Interface/ParameterGroups";
    var grouped =
        IntStream.range(0, template.list(groups).size())
            .mapToObj(i -> template.list("%s/%d/Parameters".formatted(groups, i)))
            .flatMap(List::stream)
            .map(Object::toString);

    assertThat(grouped).containsExactlyInAnyOrderElementsOf(parameters());
  }

  @Test
  void theBoundaryHoldsEveryRole() {
    var bounded = Template.with(Map.of("PermissionsBoundaryArn", BOUNDARY));
    var roles =
        template.resources("AWS::IAM::Role").stream().map("Resources/%s/Properties"::formatted);

    // The transform makes a role for each schedule, and for a function that names none.
    assertThat(Stream.concat(roles, schedules()))
        .hasSize(3 + 2)
        .allSatisfy(path ->
            assertThat(bounded.list(path + "/PermissionsBoundary/Fn::If"))
                .isEqualTo(List.of("HasPermissionsBoundary", BOUNDARY, "AWS::NoValue")));
    assertThat(template.resources("AWS::Serverless::Function"))
        .allSatisfy(function ->
            assertThat(template.text("Resources/%s/Properties/Role".formatted(function)))
                .endsWith("Role.Arn"));
  }

  @Test
  void aRunThatFailsOrCannotBeStartedLeavesADeadLetter() {
    for (var schedule : schedules().toList()) {
      var function = schedule.replaceFirst("/Events/.*", "/");
      var failed = function + "EventInvokeConfig/DestinationConfig/OnFailure/Destination";
      var role = template.text(function + "Role").replaceFirst("\\.Arn$", "");
      var policies = "Resources/%s/Properties/Policies/0/PolicyDocument/Statement".formatted(role);

      assertThat(template.text(schedule + "/DeadLetterConfig/Arn"))
          .isEqualTo("JobDeadLetterQueue.Arn");
      assertThat(template.text(failed)).isEqualTo("JobDeadLetterQueue.Arn");
      assertThat(template.list(policies))
          .contains(
              Map.of(
                  "Sid", "ReportFailedRuns",
                  "Effect", "Allow",
                  "Action", "sqs:SendMessage",
                  "Resource", "JobDeadLetterQueue.Arn"));
    }
  }

  private Stream<String> schedules() {
    return Stream.of("ReconcileFunction", "CleanupFunction")
        .map("Resources/%s/Properties/Events/Schedule/Properties"::formatted);
  }

  @Test
  void everyQueueIsEncryptedAtRestAndOnTheWay() {
    var denying =
        template.resources("AWS::SQS::QueuePolicy").stream()
            .map("Resources/%s/Properties/PolicyDocument/Statement"::formatted)
            .flatMap(statements -> template.list(statements).stream())
            .filter(statement -> statement.toString().contains("aws:SecureTransport"))
            .map(statement -> String.valueOf(((Map<?, ?>) statement).get("Resource")))
            .toList();

    assertThat(template.resources("AWS::SQS::Queue"))
        .hasSize(3)
        .allSatisfy(queue -> {
          assertThat(Template.deployed(Map.of()).map("Resources/%s/Properties".formatted(queue)))
              .containsEntry("SqsManagedSseEnabled", true)
              .doesNotContainKey("KmsMasterKeyId");
          assertThat(
                  Template.deployed(Map.of("EncryptionKeyArn", KEY))
                      .map("Resources/%s/Properties".formatted(queue)))
              .containsEntry("SqsManagedSseEnabled", false)
              .containsEntry("KmsMasterKeyId", KEY);
          assertThat(denying).contains(queue + ".Arn");
        });
  }

  @Test
  void everyLogGroupTakesTheKey() {
    for (var group : template.resources("AWS::Logs::LogGroup")) {
      var properties = "Resources/%s/Properties".formatted(group);

      assertThat(Template.deployed(Map.of()).map(properties)).doesNotContainKey("KmsKeyId");
      assertThat(Template.deployed(Map.of("EncryptionKeyArn", KEY)).map(properties))
          .containsEntry("KmsKeyId", KEY);
    }
  }

  @Test
  void everyFunctionIsInTheVpcAndMayBe() {
    var vpc =
        Map.of(
            "VpcSubnetIds",
            "subnet-1234abcd,subnet-5678abcd",
            "VpcSecurityGroupIds",
            "sg-1234abcd");

    assertThat(Template.deployed(Map.of()).map("Globals/Function")).doesNotContainKey("VpcConfig");
    assertThat(Template.deployed(vpc).map("Globals/Function"))
        .containsEntry(
            "VpcConfig",
            Map.of(
                "SubnetIds",
                List.of("subnet-1234abcd", "subnet-5678abcd"),
                "SecurityGroupIds",
                List.of("sg-1234abcd")));
    for (var role : template.resources("AWS::IAM::Role")) {
      var properties = "Resources/%s/Properties".formatted(role);

      assertThat(Template.deployed(Map.of()).map(properties))
          .doesNotContainKey("ManagedPolicyArns");
      assertThat(Template.deployed(vpc).map(properties))
          .containsEntry(
              "ManagedPolicyArns",
              List.of("arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess"));
    }
  }

  @Test
  void schedulesCanBeSwitchedOff() {
    var off =
        Template.with(
            Map.of("ReconcileScheduleState", "DISABLED", "CleanupScheduleState", "DISABLED"));

    assertThat(schedules().map(schedule -> off.text(schedule + "/State")))
        .containsExactly("DISABLED", "DISABLED");
    assertThat(schedules().map(schedule -> template.text(schedule + "/State")))
        .containsExactly("ENABLED", "ENABLED");
  }

  @Test
  void functionsStartFromSnapshotsUnlessAParameterSaysNo() {
    for (var function : template.resources("AWS::Serverless::Function")) {
      var properties = "Resources/%s/Properties".formatted(function);

      assertThat(Template.deployed(Map.of()).map(properties))
          .containsEntry("SnapStart", Map.of("ApplyOn", "PublishedVersions"));
      assertThat(Template.deployed(Map.of("SnapStart", "false")).map(properties))
          .doesNotContainKey("SnapStart");
    }
  }

  @Test
  void eachServiceHasALifecycleRuleOfItsOwn() {
    var policy = lifecycle("1/backend-api=50;2/backend=200;30/Web_ui.v2=99999");

    assertThat(policy.list("rules"))
        .isEqualTo(
            List.of(
                rule(1, "backend-api", 50),
                rule(2, "backend", 200),
                rule(30, "Web_ui.v2", 99_999)));
  }

  @Test
  void fiftyLifecycleRulesFitIntoParameterAndPolicy() {
    var counts =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> "%d/%s%d=99999".formatted(i, "p".repeat(60), i))
            .collect(Collectors.joining(";"));

    assertThat(counts).matches(property("LifecycleCounts", "AllowedPattern"));
    assertThat(counts.length())
        .isLessThanOrEqualTo(template.number("Parameters/LifecycleCounts/MaxLength"));
    assertThat(lifecycle(counts).list("rules")).hasSize(50).doesNotHaveDuplicates();
    assertThat(counts + ";51/x=1").doesNotMatch(property("LifecycleCounts", "AllowedPattern"));
  }

  private static Template lifecycle(String counts) {
    return Template.with(Map.of("LifecycleCounts", counts))
        .json(
            "Resources/ConsolidatedEcrRepository/Properties/LifecyclePolicy/Fn::If/1/LifecyclePolicyText");
  }

  /** The template cannot ask {@link TagPrefix} for the format of a target. */
  private static Map<String, Object> rule(int priority, String prefix, int count) {
    return Map.of(
        "rulePriority",
        priority,
        "selection",
        Map.of(
            "tagStatus",
            "tagged",
            "tagPatternList",
            List.of(new TagPrefix(prefix).format("*")),
            "countType",
            "imageCountMoreThan",
            "countNumber",
            count),
        "action",
        Map.of("type", "expire"));
  }

  @Test
  void nothingExpiresUnlessAParameterSaysSo() {
    var policy = "Resources/ConsolidatedEcrRepository/Properties/LifecyclePolicy/Fn::If/";

    assertThat(property("LifecycleCounts", "Default")).isEmpty();
    assertThat(template.text(policy + "0")).isEqualTo("ExpiresImages");
    assertThat(template.text(policy + "2")).isEqualTo("AWS::NoValue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend=200",
        "0/backend=200",
        "1/backend=0",
        "1/backend-*=5",
        "1/a=5;",
        "1/a=5; 2/b=5",
        "1/a=5,2/b=5",
        "1/\"=5"
      })
  void refusesLifecycleCountsThatWouldNotMakeAPolicy(String value) {
    assertThat(value).doesNotMatch(property("LifecycleCounts", "AllowedPattern"));
  }

  /** No service has this prefix: the rule would expire the signatures of all. */
  @ParameterizedTest
  @ValueSource(strings = {"1/sha256=5", "1/backend=200;2/sha256=5"})
  void refusesToCountSignatureTags(String value) {
    assertThat(value).doesNotMatch(property("LifecycleCounts", "AllowedPattern"));
  }

  @ParameterizedTest
  @ValueSource(strings = {BOUNDARY, "arn:aws-cn:iam::aws:policy/path/PowerUserAccess"})
  void acceptsBoundaries(String value) {
    assertThat(value).matches(property("PermissionsBoundaryArn", "AllowedPattern"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on-call",
        "arn:aws:sns:us-east-1:123456789012:on-call.fifo",
        "arn:aws:sqs:us-east-1:123456789012:on-call"
      })
  void refusesWhatIsNoStandardTopic(String value) {
    assertThat(value).doesNotMatch(property("AlarmTopicArn", "AllowedPattern"));
  }

  private String property(String parameter, String name) {
    return template.text("Parameters/%s/%s".formatted(parameter, name));
  }

  private static List<String> parameters() {
    return List.copyOf(Template.withDefaults().map("Parameters").keySet());
  }
}
