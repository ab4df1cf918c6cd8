package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
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
import software.amazon.event.ruler.JsonRuleCompiler;
import tools.jackson.jr.ob.JSON;

class TemplateTest {
  private static final String FUNCTION = "Resources/MirrorFunction/Properties/";
  private static final Path MAPPING_SETTINGS =
      Path.of("src/main/java/io/github/ecrconsolidation/mapping/MappingSettings.java");
  private static final Path SETTINGS =
      Path.of("src/main/java/io/github/ecrconsolidation/lambda/Settings.java");

  private static final String READS =
      "\\[?(ecr:(Get|Describe|List|BatchGet|BatchCheck)\\w+(, )?)+]?";

  private final Template template = Template.withDefaults();

  @Test
  void everyHandlerExists() throws ReflectiveOperationException {
    for (var function : template.resources("AWS::Serverless::Function")) {
      var handler = template.text("Resources/%s/Properties/Handler".formatted(function));
      var type = Class.forName(handler.split("::", -1)[0], false, getClass().getClassLoader());

      assertThat(type).isPublic();
      assertThat(List.of(RequestHandler.class, RequestStreamHandler.class))
          .as(handler)
          .anyMatch(it -> it.isAssignableFrom(type));
      assertThat(type.getConstructor()).isNotNull();
      // The runtime invokes it by reflection, and may not in a class that is not public.
      assertThat(
              Arrays.stream(type.getMethods())
                  .filter(method -> Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                  .map(Method::getName))
          .contains(handler.split("::", -1)[1]);
    }
  }

  @Test
  void everyEnvironmentVariableIsASettingOrForTheJvm() throws IOException {
    var settings = Files.readString(SETTINGS) + Files.readString(MAPPING_SETTINGS);

    for (var function : functions()) {
      for (var variable : template.map(function + "Environment/Variables").keySet()) {
        assertThat(settings + "\"JAVA_TOOL_OPTIONS\"").contains('"' + variable + '"');
      }
    }
  }

  @Test
  void everyPatternIsOneThatEventBridgeAccepts() throws IOException {
    for (var rule : template.rules().values()) {
      assertThat(JsonRuleCompiler.check(rule.pattern())).as(rule.pattern()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("eventFiles")
  void everyEventMatchesTheRuleOfItsName(Path file) throws IOException {
    var event = Files.readString(file);

    assertThat(template.rules().values().stream().filter(rule -> rule.matches(event)))
        .extracting(Rule::name)
        .isEqualTo(ruleFor(file.getFileName().toString()));
  }

  /** What is called other does not concern this stack. */
  private static List<String> ruleFor(String fileName) {
    if (fileName.contains("-other-")) {
      return List.of();
    } else if (fileName.startsWith("push-")) {
      return List.of("LegacyPush");
    } else if (fileName.startsWith("mirror-requested")) {
      return List.of("MirrorRequested");
    }
    return List.of();
  }

  private static List<Path> eventFiles() throws IOException {
    try (var files = Files.list(Path.of("events"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void theQueueMessageCarriesTheEventItIsNamedAfter() throws IOException {
    var message = JSON.std.mapFrom(Files.readString(Path.of("events/sqs-push-tag.json")));
    var record = (Map<?, ?>) ((List<?>) message.getOrDefault("Records", List.of())).getFirst();

    assertThat(JSON.std.mapFrom(record.get("body")))
        .isEqualTo(JSON.std.mapFrom(Files.readString(Path.of("events/push-tag.json"))));
  }

  @Test
  void aNamespaceIsNotMistakenForAnotherThatBeginsAlike() throws IOException {
    var push = Files.readString(Path.of("events/push-tag.json"));

    assertThat(Template.with(Map.of("LegacyNamespace", "ml")).rules().values())
        .noneMatch(rule -> rule.matches(push));
  }

  @Test
  void everyRuleMaySendToItsQueueAndToTheDeadLetterQueue() {
    for (var rule : template.rules().keySet()) {
      var target = "Resources/%s/Properties/Targets/0/".formatted(rule);

      assertThat(sendersTo(template.text(target + "Arn"))).contains(rule + ".Arn");
      assertThat(sendersTo(template.text(target + "DeadLetterConfig/Arn"))).contains(rule + ".Arn");
    }
  }

  private List<Object> sendersTo(String queueArn) {
    return template.resources("AWS::SQS::QueuePolicy").stream()
        .map("Resources/%s/Properties/PolicyDocument/Statement/0/"::formatted)
        .filter(statement -> template.text(statement + "Effect").equals("Allow"))
        .filter(statement -> template.text(statement + "Resource").equals(queueArn))
        .flatMap(it -> template.list(it + "Condition/ArnEquals/aws:SourceArn").stream())
        .toList();
  }

  @Test
  void aMessageStaysInvisibleWhileItsInvocationMayRun() {
    assertThat(template.number("Resources/MirrorQueue/Properties/VisibilityTimeout"))
        .isGreaterThan(template.number(FUNCTION + "Timeout"));
  }

  @Test
  void aDeadLetterOutlivesItsTimeInTheQueue() {
    var retention = "Resources/%s/Properties/MessageRetentionPeriod";

    assertThat(template.number(retention.formatted("MirrorDeadLetterQueue")))
        .isGreaterThan(template.number(retention.formatted("MirrorQueue")));
  }

  @Test
  void onlyFailedMessagesReturnToTheQueue() {
    assertThat(template.list(FUNCTION + "Events/Queue/Properties/FunctionResponseTypes"))
        .containsExactly("ReportBatchItemFailures");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aVersionIsPublishedForExactlyTheParametersOfTheFunction(String function) {
    var vpc = Map.of("VpcSubnetIds", "subnet-1", "VpcSecurityGroupIds", "sg-1");
    for (var values : List.of(Map.<String, String>of(), vpc)) {
      var deployed = Template.deployed(values);
      for (var parameter : template.map("Parameters").keySet()) {
        var other = new HashMap<>(values);
        other.put(parameter, "7");
        var changed = Template.deployed(other);

        assertThat(configuration(changed, function).equals(configuration(deployed, function)))
            .as("with %s the function keeps its configuration when %s changes", values, parameter)
            .isEqualTo(description(changed, function).equals(description(deployed, function)));
      }
    }
  }

  private static Map<String, Object> configuration(Template template, String function) {
    var configuration = template.map("Globals/Function");
    configuration.putAll(template.map(function.substring(0, function.length() - 1)));
    configuration.keySet().removeAll(List.of("VersionDescription", "Events"));
    return configuration;
  }

  /** With the settings that its number stands for. */
  private static String description(Template template, String function) {
    var description = template.text(function + "VersionDescription");
    return description.contains("LongSettingsVersion")
        ? description + template.text("Resources/LongSettingsVersion/Properties/Content")
        : description;
  }

  @Test
  void theNumberForLongSettingsChangesWithThem() {
    assertThat(
            Template.deployed(Map.of("ServicePrefixes", "ml-platform/backend=api"))
                .map("Resources/LongSettingsVersion"))
        .containsEntry("Type", "AWS::AppConfig::HostedConfigurationVersion")
        .extractingByKey("Properties", MAP)
        .containsEntry("Content", "ml-platform/backend=api  ");
    assertThat(Template.deployed(Map.of()).map("Resources"))
        .doesNotContainKeys("LongSettingsVersion", "SettingsProfile", "SettingsApplication");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theLongestParametersFitIntoTheDescriptionOfAVersion(String function) {
    var longest =
        template.map("Parameters").keySet().stream()
            .collect(Collectors.toMap(name -> name, this::longest));

    assertThat(Template.with(longest).text(function + "VersionDescription"))
        .hasSizeLessThanOrEqualTo(256);
  }

  private String longest(String parameter) {
    var properties = "Parameters/%s/".formatted(parameter);
    return Stream.of("x".repeat(length(properties)), text(properties, "MaxValue"))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  private int length(String properties) {
    var text = text(properties, "MaxLength");
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private String text(String properties, String name) {
    return template.map(properties.replaceFirst("/$", "")).containsKey(name)
        ? template.text(properties + name)
        : "";
  }

  private static List<String> functions() {
    return Template.withDefaults().resources("AWS::Serverless::Function").stream()
        .map("Resources/%s/Properties/"::formatted)
        .toList();
  }

  @Test
  void theReconcilerMayPullAndWriteNothing() {
    var actions =
        "ecr:Get|ecr:Describe|ecr:List|events:PutEvents|sqs:GetQueue|sqs:Send|logs:|xray:";
    var allowed =
        statements("ReconcileRole")
            .filter(statement -> template.text(statement + "/Effect").equals("Allow"))
            .flatMap(statement ->
                Stream.of(template.text(statement + "/Action").split("[\\[\\], ]+", -1)))
            .filter(action -> !action.isEmpty());

    assertThat(allowed).allSatisfy(action -> assertThat(action).matches("(" + actions + ").*"));
    assertThat(statements("ReconcileRole").map(template::map))
        .anySatisfy(statement ->
            assertThat(statement)
                .containsEntry("Effect", "Deny")
                .extractingByKey("Action")
                .asString()
                .contains("ecr:BatchGetImage", "ecr:PutImage", "ecr:BatchDeleteImage"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReconcileFunction", "CleanupFunction"})
  void twoStacksMayHaveTheScheduleInOneAccount(String function) {
    var schedule = "Resources/%s/Properties/Events/Schedule/Properties/".formatted(function);

    assertThat(template.text(schedule + "OmitName")).isEqualTo("true");
    assertThat(template.text(schedule + "FlexibleTimeWindow/Mode")).isEqualTo("OFF");
    assertThat(template.number(schedule + "RetryPolicy/MaximumRetryAttempts")).isLessThan(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate(1 hour)", "cron(0 4 * * ? *)"})
  void acceptsSchedules(String value) {
    assertThat(value).matches(allowed("ReconcileSchedule"));
  }

  @Test
  void theCleanUpDeletesInTheLegacyNamespaceOnly() {
    var legacy = "arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/*";

    assertThat(
            statements("CleanupRole")
                .filter(statement -> template.text(statement + "/Effect").equals("Allow"))
                .filter(statement -> template.text(statement + "/Action").contains("ecr:"))
                .filter(statement -> !template.text(statement + "/Action").matches(READS))
                .map(statement -> template.text(statement + "/Resource")))
        .containsOnly(legacy);
  }

  @Test
  void theCleanUpIsDeniedEveryWriteToTheConsolidatedRepository() {
    assertThat(statements("CleanupRole").map(template::map))
        .anySatisfy(statement ->
            assertThat(statement)
                .containsEntry("Effect", "Deny")
                .containsEntry(
                    "Resource", "arn:aws:ecr:us-east-1:123456789012:repository/data-platform-dev")
                .extractingByKey("Action")
                .asString()
                .contains(
                    "ecr:PutImage",
                    "ecr:InitiateLayerUpload",
                    "ecr:UploadLayerPart",
                    "ecr:CompleteLayerUpload",
                    "ecr:BatchDeleteImage",
                    "ecr:UpdateImageStorageClass",
                    "ecr:DeleteRepository",
                    "ecr:PutLifecyclePolicy",
                    "ecr:SetRepositoryPolicy"));
  }

  @Test
  void noPullOfTheCleanUpKeepsAnImageRecentlyPulled() {
    assertThat(
            template.resources("AWS::ECR::PullTimeUpdateExclusion").stream()
                .map("Resources/%s/Properties/PrincipalArn"::formatted)
                .map(template::text))
        .contains("CleanupRole.Arn");
  }

  @Test
  void nothingGoesUnlessAParameterSaysSo() throws IOException {
    var input = "Resources/CleanupFunction/Properties/Events/Schedule/Properties/Input";

    assertThat(JSON.std.mapFrom(template.text(input)))
        .containsEntry("cutoverDate", "")
        .containsEntry("mode", "report")
        .containsEntry("deleteEmptyRepositories", false);
    assertThat(
            JSON.std.mapFrom(
                Template.with(Map.of("CleanupMode", "delete", "CutoverDate", "2026-01-31"))
                    .text(input)))
        .containsEntry("cutoverDate", "2026-01-31")
        .containsEntry("mode", "delete");
  }

  @Test
  void aCleanUpThatFailedIsNotTriedAgainByItself() {
    var function = "Resources/CleanupFunction/Properties/";

    assertThat(template.number(function + "EventInvokeConfig/MaximumRetryAttempts")).isZero();
    assertThat(
            template.number(
                function + "Events/Schedule/Properties/RetryPolicy/MaximumRetryAttempts"))
        .isZero();
  }

  @Test
  void theMirrorMayNotDeleteAnywhere() {
    assertThat(statements().map(template::map))
        .contains(
            Map.of(
                "Sid", "NeverDelete",
                "Effect", "Deny",
                "Action", List.of("ecr:BatchDeleteImage", "ecr:DeleteRepository"),
                "Resource", "*"));
  }

  @Test
  void theMirrorWritesToTheConsolidatedRepositoryOnly() {
    var consolidated = "arn:aws:ecr:us-east-1:123456789012:repository/data-platform-dev";

    assertThat(
            statements()
                .filter(statement -> template.text(statement + "/Effect").equals("Allow"))
                .filter(statement -> template.text(statement + "/Action").contains("ecr:"))
                .filter(statement -> !template.text(statement + "/Action").matches(READS))
                .map(statement -> template.text(statement + "/Resource")))
        .containsExactly(consolidated);
  }

  private Stream<String> statements() {
    return statements("MirrorRole");
  }

  private Stream<String> statements(String role) {
    var statements = "Resources/%s/Properties/Policies/0/PolicyDocument/Statement".formatted(role);
    return IntStream.range(0, template.list(statements).size()).mapToObj(i -> statements + "/" + i);
  }

  @Test
  void repositoryAndJournalSurviveTheirStackUnlessItsFirstDeployFails() {
    for (var resource : List.of("ConsolidatedEcrRepository", "CleanupLogGroup")) {
      assertThat(template.map("Resources/" + resource))
          .containsEntry("DeletionPolicy", "RetainExceptOnCreate")
          .containsEntry("UpdateReplacePolicy", "Retain");
    }
  }

  @Test
  void theTemplateBelongsToNoAccount() throws IOException {
    assertThat(Files.readString(Path.of("template.yaml"))).doesNotContainPattern("\\d{12}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ml-platform/backend=api",
        "ml-platform/a/b=ab,ml-platform/c=c_1",
        "ml-platform/a--b__c.d=x,ml-platform/a=x",
        "ml-platform/backend=sha256-x"
      })
  void acceptsServicePrefixes(String value) {
    assertThat(value).matches(allowed("ServicePrefixes"));
  }

  @Test
  void fiftyServicePrefixesFit() {
    var pairs =
        IntStream.range(0, 50)
            .mapToObj(
                i -> "ml-platform/some-service-with-a-long-name-%d=some-service-%d".formatted(i, i))
            .collect(Collectors.joining(","));

    assertThat(pairs).matches(allowed("ServicePrefixes"));
    assertThat(pairs.length())
        .isBetween(2800, template.number("Parameters/ServicePrefixes/MaxLength"));
    assertThat(pairs + ",ml-platform/some-service-with-a-long-name-7=x")
        .doesNotMatch(allowed("ServicePrefixes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/backend",
        "a/backend=",
        "=api",
        "backend=api",
        "a/backend=api, a/web=web",
        "a/backend=a/b",
        "a/backend=api,",
        "a/backend=sha256",
        "a/backend=sha256,a/web=web",
        "a/backend=api,a/web=web,a/backend=b"
      })
  void refusesServicePrefixesThatTheFunctionCouldNotRead(String value) {
    assertThat(value).doesNotMatch(allowed("ServicePrefixes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ml-platform/", "/ml-platform", "ML-Platform"})
  void refusesWhatIsNoNamespace(String value) {
    assertThat(value).doesNotMatch(allowed("LegacyNamespace"));
  }

  private Pattern allowed(String parameter) {
    return Pattern.compile(template.text("Parameters/%s/AllowedPattern".formatted(parameter)));
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> template.text("Resources/MirrorQueue/Properties/Colour"))
        .hasMessageContaining("no 'Colour'");
    assertThatThrownBy(() -> Template.with(Map.of("Colour", "red")))
        .hasMessageContaining("not parameters");
  }
}
