package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.ReconcileLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the preflight says of a legacy tag is what the mirror then does with it. */
class SameAnswerIT {
  private static final String BACKEND_API = "ml-platform/backend-api";
  private static final String FRONTEND = "ml-platform/frontend";
  private static final String OVERLONG = "x".repeat(125);
  private static final String UNADDRESSABLE = "y".repeat(200);

  /** Without a finding a tag is mirrored. */
  private static final Map<String, String> MIRROR_SAYS =
      Map.of(
          "tagAmbiguous", "AmbiguousTag",
          "tagOverlong", "OverlongTag",
          "tagImmutable", "ImageTagAlreadyExistsException",
          "tagHeldForAnother", "TagHeldForAnother",
          "legacyArchived", "ImageNotActive",
          "mirroredArchived", "NothingToDo",
          "tagPushedDirectly", "NothingToDo");

  private final ReconcileLandscape landscape = ReconcileLandscape.empty();
  private final Map<String, String> tags = new TreeMap<>();

  SameAnswerIT() {
    landscape.create(BACKEND, BACKEND_API, FRONTEND);
    landscape
        .ecr
        .store()
        .createRepository(RepositorySettings.named(CONSOLIDATED).with(TagMutability.IMMUTABLE));
  }

  @AfterEach
  void stop() {
    landscape.close();
  }

  @Test
  void ofEveryLegacyTag() {
    var signature = landscape.push(BACKEND, "signed", "new").signatureTag(".sig");
    push(BACKEND, "signed", "new");
    push(BACKEND, "same", "same");
    landscape.push(CONSOLIDATED, "same", "backend-same");
    push(BACKEND, "ambiguous", "api-v1");
    push(BACKEND, "overlong", OVERLONG);
    var unaddressable = push(BACKEND, "unaddressable", UNADDRESSABLE);
    push(BACKEND, "first", "moved");
    landscape.push(CONSOLIDATED, "first", "backend-moved");
    push(BACKEND, "second", "moved");
    push(BACKEND, "old", "direct");
    landscape.clock.advance(Duration.ofMinutes(1));
    landscape.push(CONSOLIDATED, "newer", "backend-direct");
    push(BACKEND, "one signer", signature);
    landscape.push(CONSOLIDATED, "one signer", signature);
    push(FRONTEND, "another signer", signature);
    archive(BACKEND, push(BACKEND, "cold", "cold"));
    landscape.push(CONSOLIDATED, "stored", "backend-stored");
    archive(CONSOLIDATED, push(BACKEND, "stored", "stored"));

    var preflight = preflight();

    assertThat(preflight)
        .isEqualTo(
            Map.ofEntries(
                Map.entry(BACKEND + ":new", "mirrored"),
                Map.entry(BACKEND + ":same", "mirrored"),
                Map.entry(BACKEND + ":api-v1", "tagAmbiguous"),
                Map.entry(BACKEND + ":" + OVERLONG, "tagOverlong"),
                Map.entry(BACKEND + ":" + UNADDRESSABLE, "tagOverlong"),
                Map.entry(BACKEND + ":moved", "tagImmutable"),
                Map.entry(BACKEND + ":direct", "tagPushedDirectly"),
                Map.entry(BACKEND + ":" + signature, "mirrored"),
                Map.entry(FRONTEND + ":" + signature, "tagHeldForAnother"),
                Map.entry(BACKEND + ":cold", "legacyArchived"),
                Map.entry(BACKEND + ":stored", "mirroredArchived")));
    assertThat(tags).containsEntry(BACKEND + ":" + UNADDRESSABLE, unaddressable);
    preflight.forEach((tag, answer) ->
        assertThat(mirror(tag)).as(tag).isEqualTo(MIRROR_SAYS.getOrDefault(answer, answer)));
  }

  @Test
  void ofAMovingTagThatIsNotToMove() {
    push(BACKEND, "old", "latest");
    landscape.clock.advance(Duration.ofMinutes(1));
    landscape.push(CONSOLIDATED, "newer", "backend-latest");

    assertThat(findings().stream().flatMap(finding -> finding.text("code").stream()))
        .contains("tagPushedDirectly")
        .doesNotContain("movingTagsImmutable");
    assertThat(mirror(BACKEND + ":latest")).isEqualTo("NothingToDo");
  }

  private String push(String repository, String name, String tag) {
    var digest = TestImages.image(name, 10).digest();
    landscape.push(repository, name, tag);
    tags.put(repository + ":" + tag, digest);
    return digest;
  }

  private void archive(String repository, String digest) {
    landscape
        .ecr
        .store()
        .updateStorageClass(repository, ImageId.ofDigest(digest), StorageClass.ARCHIVE);
  }

  private List<JsonObject> findings() {
    return landscape.reconcile("{\"preflight\":true}").objects("findings");
  }

  /** The code of the finding that names a tag, for each. */
  private Map<String, String> preflight() {
    var findings = findings();
    var answers = new TreeMap<String, String>();
    tags.forEach((tag, digest) ->
        answers.put(
            tag,
            findings.stream()
                .filter(finding -> MIRROR_SAYS.containsKey(finding.text("code").orElseThrow()))
                .filter(finding -> names(finding, tag, digest))
                .map(finding -> finding.text("code").orElseThrow())
                .findFirst()
                .orElse("mirrored")));
    return answers;
  }

  /** A tag that no client can address is named by its digest. */
  private static boolean names(JsonObject finding, String tag, String digest) {
    var repository = tag.substring(0, tag.indexOf(':'));
    var name = "(%s|%s)".formatted(Pattern.quote(tag), Pattern.quote(repository + "@" + digest));
    return Pattern.compile(" " + name + "(,|$)").matcher(finding.text("what").orElseThrow()).find();
  }

  /** The code of the refusal, or the outcome. */
  private String mirror(String legacyTag) {
    var colon = legacyTag.indexOf(':');
    landscape.requested.add(
        """
        {"source":"ecr-consolidation","detail-type":"Mirror Requested","account":"%s","region":"%s",
         "detail":{"repository-name":"%s","image-tag":"%s","consolidated-repository":"%s"}}\
        """
            .formatted(
                LocalEcr.ACCOUNT,
                LocalEcr.REGION,
                legacyTag.substring(0, colon),
                legacyTag.substring(colon + 1),
                CONSOLIDATED));
    landscape.mirrorRequested();
    var report = landscape.report();
    return report
        .text("code")
        .or(() -> report.text("outcome"))
        .map(outcome -> outcome.endsWith("Mirrored") ? "mirrored" : outcome)
        .orElseThrow();
  }
}
