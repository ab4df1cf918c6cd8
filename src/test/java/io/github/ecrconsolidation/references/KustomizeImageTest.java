package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KustomizeImageTest {
  private static final Place IN_IMAGES = Place.ROOT.key("images").item(0);

  /** The last item of {@code images} in {@code yaml}. */
  private static KustomizeImage image(String yaml) {
    var images = (Sequence) Samples.mapping(yaml).entries().getLast().value();
    return KustomizeImage.of((Mapping) images.items().getLast(), IN_IMAGES).orElseThrow();
  }

  private static Interpretation interpretation(String yaml) {
    var image = image(full(yaml));
    return image.interpretation(image.pulled(GRAMMAR).orElseThrow());
  }

  @Test
  void isAnItemOfImagesWithNoOtherKeys() {
    var entry = Samples.mapping("{name: a, newName: b, newTag: c, digest: d, tagSuffix: e}");

    assertThat(KustomizeImage.of(entry, IN_IMAGES)).isPresent();
    assertThat(KustomizeImage.of(entry, Place.ROOT.key("images"))).isEmpty();
    assertThat(KustomizeImage.of(entry, Place.ROOT.key("other").item(0))).isEmpty();
    assertThat(KustomizeImage.of(Samples.mapping("{name: a, other: b}"), IN_IMAGES)).isEmpty();
    assertThat(KustomizeImage.of(Samples.mapping("{newTag: b}"), IN_IMAGES)).isEmpty();
  }

  @Test
  void selectsByItsNameAndPullsItsNewName() {
    var image = image(full("images: [{name: H/ml-platform/a, newName: H/ml-platform/b}]"));

    assertThat(image.selected(GRAMMAR).orElseThrow().repository().orElseThrow())
        .hasToString("ml-platform/a");
    assertThat(image.pulled(GRAMMAR).orElseThrow().repository().orElseThrow())
        .hasToString("ml-platform/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "images: [{name: H/ml-platform/a, newName: nginx}]",
        "images: [{name: nginx}]",
        "images: [{name: \"H\\x2fml-platform/a\"}]",
      })
  void pullsNothingThatIsNotLegacy(String yaml) {
    assertThat(image(full(yaml)).pulled(GRAMMAR)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "images: [{name: a, newName: H/ml-platform/a, newTag: v1}] | images: [{name: a, newName: H/NEW, newTag: p-v1}]",
        "images: [{name: a, newName: H/ml-platform/a, digest: D}] | images: [{name: a, newName: H/NEW, digest: D}]",
        "images: [{name: a, newName: 'H/ml-platform/a', newTag: \"v1\", digest: D}] | images: [{name: a, newName: 'H/NEW', newTag: \"p-v1\", digest: D}]",
        "images: [{name: H/ml-platform/a, newTag: v1}] | images: [{name: H/ml-platform/a, newName: H/NEW, newTag: p-v1}]",
        "images: [{name: H/ml-platform/a, digest: D}] | images: [{name: H/ml-platform/a, newName: H/NEW, digest: D}]",
        "{\"images\": [{\"name\": \"H/ml-platform/a\", \"newTag\": \"v1\"}]} | {\"images\": [{\"name\": \"H/ml-platform/a\", \"newName\": \"H/NEW\", \"newTag\": \"p-v1\"}]}",
        "images:\\n- name: H/ml-platform/a\\n  newTag: v1\\n | images:\\n- name: H/ml-platform/a\\n  newName: H/NEW\\n  newTag: p-v1\\n",
        "images:\\r\\n  - name: H/ml-platform/a\\r\\n    newTag: v1 | images:\\r\\n  - name: H/ml-platform/a\\r\\n    newName: H/NEW\\r\\n    newTag: p-v1",
        "images:\\n- newTag: v1\\n  name: H/ml-platform/a\\n | images:\\n- newName: H/NEW\\n  newTag: p-v1\\n  name: H/ml-platform/a\\n",
      })
  void keepsTheSelectingNameAndSaysWhatIsPulled(String yaml, String changed) {
    var text = lines(yaml);

    assertThat(Samples.changed(full(text), interpretation(text))).isEqualTo(full(lines(changed)));
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("digest: D", "digest: " + Samples.DIGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "images: [{name: H/ml-platform/a}] | its tag comes from the manifests",
        "images: [{name: a, newName: H/ml-platform/a}] | its tag comes from the manifests",
        "images: [{name: H/ml-platform/a, newTag: '', digest: ~}] | its tag comes from the manifests",
        "images: [{name: H/ml-platform/a, newTag: v1, tagSuffix: -x}] | its tag comes from the manifests",
        "images: [{name: H/ml-platform/a, newTag: '${TAG}'}] | its newTag '${TAG}' is no plain tag",
        "images: [{name: H/ml-platform/a, newTag: \"v\\x31\"}] | its newTag 'v1' is no plain tag",
        "images: [{name: H/ml-platform/a, newName: '', newTag: v1}] | its newName is empty",
        "images: [{name: H/ml-platform/a:v1, newTag: v2}] | Kustomize takes a repository here",
        "images: [{name: a, newName: H/ml-platform/a@D, newTag: v2}] | Kustomize takes a repository here",
        "images: [{name: H/ml-platform/a-$B, newTag: v2}] | its repository's name is filled in elsewhere",
        "images: [{name: $ECR/ml-platform/a, newTag: v2}] | its registry is filled in elsewhere",
        "{t: &t v1, images: [{name: H/ml-platform/a, newTag: *t}]} | a YAML alias or merge",
        "{t: &t H/ml-platform/a, images: [{name: *t, newTag: v1}]} | a YAML alias or merge",
        "{t: &t H/ml-platform/a, images: [{name: a, newName: *t, newTag: v1}]} | a YAML alias or merge",
      })
  void saysWhatItCannotChange(String yaml, String reason) {
    assertThat(Samples.reason(interpretation(yaml))).startsWith(reason);
  }

  @Test
  void namesTheDigestAndTheTag() {
    var named =
        (Named)
            interpretation(
                "images: [{name: H/ml-platform/a, newTag: v1, digest: '%s'}]"
                    .formatted(Samples.DIGEST));

    assertThat(named.tag()).contains("v1");
    assertThat(named.digest()).isEqualTo("@" + Samples.DIGEST);
    assertThat(named.remark()).isEqualTo("adds newName; name still selects");
  }
}
