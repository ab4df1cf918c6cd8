package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorMessageTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final String PUSH =
      """
      {"source":"aws.ecr","detail-type":"ECR Image Action","account":"123456789012",
       "time":"2026-01-02T03:04:05Z","region":"us-east-1","detail":{"result":"SUCCESS","repository-name":"ml-platform/backend",
       "image-digest":"%s","action-type":"PUSH","image-tag":"v1"}}\
      """
          .formatted(DIGEST);
  private static final String REQUESTED =
      """
      {"source":"ecr-consolidation","detail-type":"Mirror Requested","account":"123456789012",
       "time":"2026-01-02T03:04:05Z","region":"us-east-1","detail":{"repository-name":"ml-platform/backend","image-tag":"v1",
       "consolidated-repository":"data-platform-dev"}}\
      """;

  private final MirrorMessage messages =
      new MirrorMessage(
          new TagMapping(
              new RepositoryName("ml-platform"), new RepositoryName("data-platform-dev"), Map.of()),
          "123456789012",
          "us-east-1");

  @Test
  void readsThePushOfATag() {
    assertThat(request(PUSH)).isEqualTo(ofTag(Optional.of(new Digest(DIGEST))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ECR Referrer Action", "ECR Artifact Action"})
  void readsPushesOfEveryKind(String detailType) {
    assertThat(request(PUSH.replace("ECR Image Action", detailType)))
        .isEqualTo(ofTag(Optional.of(new Digest(DIGEST))));
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"image-tag\":\"\"", "", ",\"image-tag\":null"})
  void readsAPushWithoutTagHoweverItSaysSo(String imageTag) {
    assertThat(request(PUSH.replace(",\"image-tag\":\"v1\"", imageTag)))
        .isEqualTo(new OfDigest(BACKEND, new Digest(DIGEST)));
  }

  @Test
  void readsWhenAnImageWasPushed() {
    assertThat(messages.parse(PUSH).pushedAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"time\":null,", "\"time\":7,", "\"time\":\"yesterday\","})
  void mirrorsWithoutATimeThatCanBeRead(String time) {
    var asked = messages.parse(PUSH.replace("\"time\":\"2026-01-02T03:04:05Z\",", time));

    assertThat(asked.pushedAt()).isEmpty();
    assertThat(asked.request()).isEqualTo(ofTag(Optional.of(new Digest(DIGEST))));
  }

  @Test
  void doesNotTakeTheTimeOfARequestForThatOfAPush() {
    assertThat(messages.parse(REQUESTED).pushedAt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, true",
    "2026-01-02T03:05:04.999Z, true",
    "2026-01-02T03:05:05Z, false"
  })
  void aPushIsOfAMomentAgoForAMinute(Instant now, boolean justPushed) {
    assertThat(messages.parse(PUSH).isJustPushed(now)).isEqualTo(justPushed);
    assertThat(messages.parse(REQUESTED).isJustPushed(now)).isFalse();
  }

  @Test
  void readsOurOwnRequestWithoutDigest() {
    assertThat(request(REQUESTED)).isEqualTo(ofTag(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false", "null,false"})
  void readsWhetherAnOperatorOverrides(String said, boolean override) {
    var detail = "\"image-tag\":\"v1\",\"override\":" + said;

    assertThat(request(REQUESTED.replace("\"image-tag\":\"v1\"", detail)))
        .isEqualTo(
            new OfTag(new ImageReference(BACKEND, new Tag("v1")), Optional.empty(), override));
    assertThat(request(PUSH.replace("\"image-tag\":\"v1\"", detail)))
        .isEqualTo(ofTag(Optional.of(new Digest(DIGEST))));
  }

  @Test
  void refusesAnOverrideThatIsNeitherTrueNorFalse() {
    assertThatThrownBy(() ->
            messages.parse(
                REQUESTED.replace(
                    "\"image-tag\":\"v1\"", "\"image-tag\":\"v1\",\"override\":\"yes\"")))
        .hasMessageContaining("override is yes; expected true or false");
  }

  @Test
  void readsARequestForADigest() {
    assertThat(
            request(
                REQUESTED.replace(
                    "\"image-tag\":\"v1\"", "\"image-digest\":\"%s\"".formatted(DIGEST))))
        .isEqualTo(new OfDigest(BACKEND, new Digest(DIGEST), true));
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 300})
  void readsATagThatIsLongerThanOciAllows(int length) {
    assertThat(request(PUSH.replace("\"v1\"", "\"" + "x".repeat(length) + "\"")))
        .isEqualTo(
            new MirrorRequest.OfOverlongTag(
                BACKEND, "x".repeat(length), Optional.of(new Digest(DIGEST))));
  }

  @Test
  void refusesATagThatIsLongerThanEcrAllows() {
    assertThatThrownBy(() -> messages.parse(PUSH.replace("\"v1\"", "\"" + "x".repeat(301) + "\"")))
        .hasMessageContaining("not an OCI tag");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          aws.ecr            | aws.s3               | 'aws.s3: ECR Image Action' is no event of a push
          ECR Image Action   | ECR Image Scan       | 'aws.ecr: ECR Image Scan' is no event of a push
          ECR Image Action   | Mirror Requested     | 'aws.ecr: Mirror Requested' is no event of a push
          123456789012       | 210987654321         | account is 210987654321; expected 123456789012
          us-east-1          | eu-west-1            | region is eu-west-1; expected us-east-1
          ml-platform        | other                | other/backend; expected a repository of the legacy namespace
          ml-platform        | ML                   | not an ECR repository name
          SUCCESS            | FAILURE              | result is FAILURE; expected SUCCESS
          PUSH               | DELETE               | action-type is DELETE; expected PUSH
          sha256:0           | sha256:x             | not a digest
          "v1"               | "-v1"                | not an OCI tag: '-v1'
          "detail":          | "details":           | no detail
          """)
  void refusesWhatIsNotForItAndSaysWhy(String part, String replacement, String reason) {
    assertThatThrownBy(() -> messages.parse(PUSH.replace(part, replacement)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aReplayedPushIsNoPushOfThisMoment() {
    var replayed = PUSH.replaceFirst("\\{", "{\"replay-name\":\"again\",");

    assertThat(messages.parse(replayed).request()).isEqualTo(request(PUSH));
    assertThat(messages.parse(replayed).pushedAt()).isEmpty();
  }

  @Test
  void refusesARequestOfAnotherEnvironment() {
    assertThatThrownBy(() -> messages.parse(REQUESTED.replace("platform-dev", "platform-prod")))
        .hasMessageContaining("data-platform-prod; expected data-platform-dev");
  }

  @Test
  void refusesARequestThatNamesNoImage() {
    assertThatThrownBy(() -> messages.parse(REQUESTED.replace("\"image-tag\":\"v1\",", "")))
        .hasMessageContaining("neither image-tag nor image-digest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "{", "[]", "null", "1", "{\"detail\":1}"})
  void refusesWhatIsNoEvent(String body) {
    assertThatThrownBy(() -> messages.parse(body)).isInstanceOf(IllegalArgumentException.class);
  }

  private MirrorRequest request(String body) {
    return messages.parse(body).request();
  }

  private static MirrorRequest ofTag(Optional<Digest> pushed) {
    return new OfTag(new ImageReference(BACKEND, new Tag("v1")), pushed);
  }
}
