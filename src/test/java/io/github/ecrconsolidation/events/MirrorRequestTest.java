package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfOverlongTag;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MirrorRequestTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final ImageReference V1 = new ImageReference(BACKEND, new Tag("v1"));

  static Stream<MirrorRequest> requests() {
    return Stream.of(
        new OfTag(V1, Optional.of(DIGEST)),
        new OfTag(V1, Optional.empty(), true),
        new OfOverlongTag(BACKEND, "v".repeat(129), Optional.of(DIGEST)),
        new OfDigest(BACKEND, DIGEST, true));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void isReadFromTheEventThatItWrites(MirrorRequest request) {
    var event = request.event(CONSOLIDATED);

    assertThat(event.detailType()).isEqualTo("Mirror Requested");
    assertThat(MirrorRequest.parse(new JsonObject(event.detail()), true)).isEqualTo(request);
  }

  @Test
  void hasTheMembersOfEcrsOwnEvents() {
    assertThat(new OfTag(V1, Optional.of(DIGEST)).event(CONSOLIDATED).detail())
        .isEqualTo(
            Map.of(
                "repository-name", "ml-platform/backend",
                "image-tag", "v1",
                "image-digest", DIGEST.value(),
                "consolidated-repository", "data-platform-dev"));
    assertThat(new OfDigest(BACKEND, DIGEST).event(CONSOLIDATED).detail())
        .containsEntry("image-tag", "");
  }

  @Test
  void aPushOverridesNothing() {
    var detail = new OfTag(V1, Optional.of(DIGEST), true).event(CONSOLIDATED).detail();

    assertThat(MirrorRequest.parse(new JsonObject(detail), false))
        .isEqualTo(new OfTag(V1, Optional.of(DIGEST), false));
  }

  @Test
  void isPrintedAsAnOperatorWouldTypeIt() {
    assertThat(requests())
        .extracting(MirrorRequest::toString)
        .containsExactly(
            "ml-platform/backend:v1",
            "ml-platform/backend:v1",
            "ml-platform/backend:" + "v".repeat(129),
            "ml-platform/backend@" + DIGEST);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorRequest.parse(new JsonObject(Map.of()), true))
        .withMessageContaining("repository-name");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            MirrorRequest.parse(new JsonObject(Map.of("repository-name", BACKEND.value())), true))
        .withMessageContaining("neither image-tag nor image-digest");
  }
}
