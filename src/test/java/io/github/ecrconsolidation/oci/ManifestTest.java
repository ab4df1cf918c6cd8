package io.github.ecrconsolidation.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final MediaType IMAGE =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  private static final MediaType INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  private static final Digest A = Digest.of("a".getBytes(UTF_8));
  private static final Digest B = Digest.of("b".getBytes(UTF_8));
  private static final Digest C = Digest.of("c".getBytes(UTF_8));

  @Test
  void readsConfigLayersAndSubject() {
    var manifest =
        parse(
            IMAGE,
            """
            {"config":{"digest":"%s","size":2},"layers":[{"digest":"%s","size":3}],
             "subject":{"digest":"%s","size":9}}\
            """
                .formatted(A, B, C));

    assertThat(manifest.blobs()).containsExactly(new Descriptor(A, 2), new Descriptor(B, 3));
    assertThat(manifest.subject()).contains(C);
    assertThat(manifest.children()).isEmpty();
  }

  /** It is there, so ECR takes it; and no registry of ECR holds what it speaks of. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"digest\":\"sha512:00ff\"}", "{\"digest\":\"\"}", "{}", "null", "7"})
  void takesASubjectThatEcrCannotHoldForNone(String subject) {
    var manifest =
        parse(
            IMAGE,
            "{\"config\":{\"digest\":\"%s\",\"size\":2},\"layers\":[],\"subject\":%s}"
                .formatted(A, subject));

    assertThat(manifest.subject()).isEmpty();
    assertThat(manifest.blobs()).containsExactly(new Descriptor(A, 2));
  }

  @Test
  void tellsForeignLayersFromThoseThatTheRegistryMustHold() {
    var manifest =
        parse(
            IMAGE,
            """
            {"config":{"digest":"%s","size":2},
             "layers":[{"digest":"%s","size":3,"urls":["https://example.com/layer"]},
                       {"digest":"%s","size":4,"urls":[]}]}\
            """
                .formatted(A, B, C));

    assertThat(manifest.blobs()).containsExactly(new Descriptor(A, 2), new Descriptor(C, 4));
    assertThat(manifest.foreignLayers()).containsExactly(new Descriptor(B, 3));
  }

  @Test
  void readsTheChildrenOfAnIndexOnce() {
    var manifest =
        parse(
            INDEX,
            "{\"manifests\":[{\"digest\":\"%s\"},{\"digest\":\"%s\"},{\"digest\":\"%s\"}]}"
                .formatted(A, B, A));

    assertThat(manifest.children()).containsExactly(A, B);
    assertThat(manifest.blobs()).isEmpty();
  }

  @Test
  void keepsTheTextByteForByte() {
    var text = "{ \"config\" : {\"size\":0, \"digest\":\"%s\"}\n}".formatted(A);

    assertThat(parse(IMAGE, text).text()).isSameAs(text);
  }

  @Test
  void refusesATextThatHasAnotherDigest() {
    assertThatThrownBy(() -> Manifest.parse(A, IMAGE, "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(A.value());
  }

  @Test
  void refusesADescriptorWithoutDigest() {
    assertThatThrownBy(() -> parse(IMAGE, "{\"config\":{\"size\":2}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lacks its digest");
  }

  private static Manifest parse(MediaType mediaType, String text) {
    return Manifest.parse(Digest.of(text.getBytes(UTF_8)), mediaType, text);
  }
}
