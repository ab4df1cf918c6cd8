package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.CountedHttp.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/prove-policy.json allows what a run does, and nothing else outside of its own names. */
class PolicyIT {
  /** With a tag, the creating calls need these too (Service Authorization Reference). */
  private static final Set<String> TAGGING = Set.of("events:TagResource", "sqs:TagQueue");

  private static List<JsonObject> statements() throws IOException {
    return JsonObject.parse(Files.readString(Path.of("docs/prove-policy.json")))
        .objects("Statement");
  }

  private static Stream<String> texts(JsonObject statement, String name) {
    return Stream.concat(statement.text(name).stream(), statement.texts(name).stream());
  }

  private static Set<String> allowed() throws IOException {
    var actions = new TreeSet<String>();
    statements().forEach(it -> texts(it, "Action").forEach(actions::add));
    actions.removeIf(action -> action.startsWith("kms:"));
    actions.removeAll(TAGGING);
    return actions;
  }

  /** How ECR authorises {@code /v2/}: user guide, "IAM permissions for pushing an image". */
  private static Stream<String> actions(String request) {
    return switch (request.replaceFirst("\\?.*", "").replaceFirst("/v2/.*/(\\w+)/[^/]*$", "$1")) {
      case "POST uploads" -> Stream.of("ecr:InitiateLayerUpload");
      case "PUT uploads" -> Stream.of("ecr:UploadLayerPart", "ecr:CompleteLayerUpload");
      case "GET blobs" -> Stream.of("ecr:GetDownloadUrlForLayer");
      case "GET manifests" -> Stream.of("ecr:BatchGetImage");
      case String json when json.startsWith("AmazonEC2ContainerRegistry_V20150921.") ->
          Stream.of(json.replaceFirst(".*\\.", "ecr:"));
      case String json when json.startsWith("AWSEvents.") ->
          Stream.of(json.replaceFirst(".*\\.", "events:"));
      case String json when json.startsWith("AmazonSQS.") ->
          Stream.of(json.replaceFirst(".*\\.", "sqs:"));
      // Storage, by a URL that ECR signed.
      case String other when other.startsWith("GET /") -> Stream.empty();
      case String other -> throw new IllegalStateException("nobody has said what allows " + other);
    };
  }

  private static Set<String> used() throws IOException {
    var consolidated = new RepositoryName("data-platform-dev");
    var options =
        new ProofOptions(
            Optional.empty(),
            true,
            Optional.of(Duration.ofDays(1)),
            true,
            Optional.of(consolidated));
    try (var account = new LocalAccount()) {
      account.ecr().store().createRepository(RepositorySettings.named(consolidated.value()));
      var http = new CountedHttp(Fate.NOTHING, 0);
      var process = account.process(http);
      assertThat(process.account()).isEqualTo(LocalEcr.ACCOUNT);
      assertThat(new Proof(process, ProofId.random()).run(options).exitCode()).isZero();
      var cleanUp = new ProofCleanUp(process);
      assertThat(cleanUp.remove(cleanUp.find())).isEmpty();
      var actions = new TreeSet<String>();
      http.operations().stream().flatMap(PolicyIT::actions).forEach(actions::add);
      return actions;
    }
  }

  @Test
  void allowsWhatIsUsedAndUsesWhatIsAllowed() throws IOException {
    assertThat(used()).isEqualTo(allowed());
  }

  @Test
  void whatChangesSomethingIsLimitedToTheNamesOfProveOrToARecord() throws IOException {
    var reads = Set.of("Describe", "Get", "List");
    for (var statement : statements()) {
      var changes =
          texts(statement, "Action")
              .filter(it -> reads.stream().noneMatch(it.replaceFirst(".*:", "")::startsWith))
              .toList();
      var limited = texts(statement, "Resource").allMatch(it -> it.contains(ProofId.PREFIX + "*"));
      var isRecord = changes.equals(List.of("ecr:TagResource"));
      var viaEcr = statement.object("Condition").isPresent();
      assertThat(changes.isEmpty() || limited || isRecord || viaEcr)
          .as(statement.text("Sid").orElse(""))
          .isTrue();
    }
  }
}
