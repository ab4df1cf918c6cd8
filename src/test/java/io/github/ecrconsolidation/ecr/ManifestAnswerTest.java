package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;

class ManifestAnswerTest {
  private static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String TEXT =
      "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}".formatted(INDEX);
  private static final Digest DIGEST = Digest.of(TEXT.getBytes(UTF_8));
  private static final Digest OTHER = Digest.of("other".getBytes(UTF_8));

  @Test
  void readsEachManifest() {
    assertThat(manifests(List.of(DIGEST), answer(image(TEXT))))
        .extracting(Manifest::digest)
        .containsExactly(DIGEST);
  }

  @Test
  void findsTheMediaTypeInTheManifestWhenItIsNotStatedBesideIt() {
    var image = image(TEXT).toBuilder().imageManifestMediaType(null).build();

    assertThat(manifests(List.of(DIGEST), answer(image)).getFirst().mediaType().isIndex()).isTrue();
  }

  @Test
  void refusesAManifestWhoseMediaTypeIsStatedNowhere() {
    var text = "{\"schemaVersion\":2}";
    var image = image(text).toBuilder().imageManifestMediaType(null).build();

    assertThat(failure(Digest.of(text.getBytes(UTF_8)), answer(image)))
        .hasMessageContaining("states its media type");
  }

  @Test
  void refusesBytesOfAnotherDigest() {
    var image = image(TEXT).toBuilder().imageManifest(TEXT + " ").build();

    var failure = failure(DIGEST, answer(image));

    assertThat(failure.code()).isEqualTo(RegistryCode.UNEXPECTED_ANSWER);
    assertThat(failure).hasMessageContaining(LEGACY + "@" + DIGEST);
  }

  @Test
  void namesADigestThatWasLeftOut() {
    var failure =
        catchThrowableOfType(
            RegistryException.class, () -> manifests(List.of(DIGEST, OTHER), answer(image(TEXT))));

    assertThat(failure).hasMessageContaining(LEGACY + "@" + OTHER);
    assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE);
  }

  @Test
  void readsFailuresInsideASuccessfulAnswer() {
    var answer =
        BatchGetImageResponse.builder()
            .failures(
                ImageFailure.builder()
                    .imageId(id -> id.imageDigest(OTHER.value()))
                    .failureCode(ImageFailureCode.KMS_ERROR)
                    .failureReason("no key")
                    .build())
            .build();

    var failure = failure(OTHER, answer);

    assertThat(failure).hasMessageContaining("no key");
    assertThat(failure.kind()).isEqualTo(FailureKind.SURROUNDINGS);
  }

  private static RegistryException failure(Digest asked, BatchGetImageResponse answer) {
    return catchThrowableOfType(RegistryException.class, () -> manifests(List.of(asked), answer));
  }

  private static List<Manifest> manifests(List<Digest> asked, BatchGetImageResponse answer) {
    return ManifestAnswer.manifests(LEGACY, asked, answer);
  }

  private static BatchGetImageResponse answer(Image image) {
    return BatchGetImageResponse.builder().images(image).build();
  }

  private static Image image(String text) {
    return Image.builder()
        .imageId(id -> id.imageDigest(Digest.of(text.getBytes(UTF_8)).value()))
        .imageManifest(text)
        .imageManifestMediaType(INDEX)
        .build();
  }
}
