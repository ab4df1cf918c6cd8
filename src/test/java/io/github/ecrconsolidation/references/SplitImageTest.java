package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Values;
import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitImageTest {
  private static final Place PLACE = Place.ROOT.key("job").key("image");

  /** The split image of the mapping at the key x, or else of the whole of {@code yaml}. */
  private static Optional<SplitImage> image(String yaml) {
    var root = Samples.mapping(full(yaml));
    var x =
        root.entries().stream()
            .filter(entry -> entry.key().value().equals("x"))
            .map(Entry::value)
            .findFirst();
    return SplitImage.of((Mapping) x.orElse(root), PLACE, GRAMMAR);
  }

  private static Interpretation interpretation(String yaml) {
    return image(yaml).orElseThrow().interpretation();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{repository: H/ml-platform/a, tag: v1} | {repository: H/NEW, tag: p-v1}",
        "{repository: \"H/ml-platform/a\", tag: 'v1'} | {repository: \"H/NEW\", tag: 'p-v1'}",
        "{\"image\": \"H/ml-platform/a\", \"imageTag\": \"v1\"} | {\"image\": \"H/NEW\", \"imageTag\": \"p-v1\"}",
        "{imageRepository: H/ml-platform/a, tag: v1} | {imageRepository: H/NEW, tag: p-v1}",
        "{name: H/ml-platform/a, tag: v1} | {name: H/NEW, tag: p-v1}",
        "{repository: &r H/ml-platform/a, tag: !!str v1} | {repository: &r H/NEW, tag: !!str p-v1}",
        "{registry: H, repository: ml-platform/a, tag: v1} | {registry: H, repository: NEW, tag: p-v1}",
        "{imageRegistry: H, name: ml-platform/a, tag: v1} | {imageRegistry: H, name: NEW, tag: p-v1}",
        "{registry: H, image: ml-platform/a:v1} | {registry: H, image: NEW:p-v1}",
        "{registry: $A.dkr.ecr.eu-west-1.amazonaws.com, image: ml-platform/a, tag: 1} | {registry: $A.dkr.ecr.eu-west-1.amazonaws.com, image: NEW, tag: p-1}",
      })
  void changesRepositoryAndTagSideBySide(String yaml, String changed) {
    var text = host(yaml);

    assertThat(Samples.changed(full(text), interpretation(text))).isEqualTo(full(host(changed)));
  }

  private static String host(String text) {
    return text.replace(" H,", " " + Samples.HOST + ",");
  }

  @Test
  void keepsTheDigestThatATagIsPinnedTo() {
    var yaml = full("{repository: H/ml-platform/a, tag: v1@D}");
    var named = (Named) interpretation(yaml);

    assertThat(Samples.changed(yaml, named)).isEqualTo(full("{repository: H/NEW, tag: p-v1@D}"));
    assertThat(named.tag()).contains("v1");
    assertThat(named.digest()).isEqualTo(full("@D"));
  }

  @Test
  void takesADigestInPlaceOfATag() {
    var yaml =
        full("{repository: H/ml-platform/a, tag: '', digest: '%s'}").formatted(Samples.DIGEST);

    assertThat(Samples.changed(yaml, interpretation(yaml)))
        .isEqualTo(yaml.replace("ml-platform/a", "NEW"));
  }

  @Test
  void namesThePlaceThatAnotherFileMayOverride() {
    assertThat(((Named) interpretation("{repository: H/ml-platform/a, tag: v1}")).use())
        .isEqualTo(new Values("job.image"));
  }

  @ParameterizedTest
  @CsvSource({"1.10, true", "'''1.10''', false", "v1.10, false"})
  void remarksOnATagThatHelmReadsAsAnotherNumber(String tag, boolean remark) {
    var named = (Named) interpretation("{repository: H/ml-platform/a, tag: %s}".formatted(tag));

    assertThat(named.remark().startsWith("check which tag runs")).isEqualTo(remark);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{repository: H/ml-platform/a} | its tag is missing, so the chart decides it",
        "{repository: H/ml-platform/a, tag: ''} | its tag is empty, so the chart decides it",
        "{repository: H/ml-platform/a, tag: ~} | its tag is empty, so the chart decides it",
        "{repository: H/ml-platform/a, digest: v1} | its tag is missing, so the chart decides it",
        "{repository: H/ml-platform/a, tag: '{{ .Values.tag }}'} | its tag is filled in elsewhere",
        "{repository: H/ml-platform/a, tag: $TAG} | its tag is filled in elsewhere",
        "{repository: H/ml-platform/a, tag: -v1} | its tag '-v1' is not valid",
        "{repository: H/ml-platform/a, tag: 'v1@sha256:short'} | its tag 'v1@sha256:short' is not valid",
        "{repository: H/ml-platform/a, tag: \"v\\x31\"} | its tag 'v1' is written with escapes or over several lines",
        "{repository: ml-platform/a, tag: v1} | its registry is given elsewhere",
        "{registry: '', repository: ml-platform/a, tag: v1} | its registry is given elsewhere",
        "{registry: '{{ .Values.registry }}', repository: ml-platform/a, tag: v1} | its registry is given elsewhere",
        "{repository: ml-platform/a-$B, tag: v1} | its repository's name is filled in elsewhere",
        "{registry: H/ml-platform, repository: a, tag: v1} | the namespace is in the registry's value",
        "{repository: H/ml-platform/a, image: H/ml-platform/b, tag: v1} | two repositories share a tag",
        "{t: &t v1, x: {repository: H/ml-platform/a, tag: *t}} | a YAML alias",
        "{r: &r H/ml-platform/a, x: {repository: *r, tag: v1}} | a YAML alias",
        "{d: &d {repository: H/ml-platform/a, tag: v1}, x: {<<: *d, repository: H/ml-platform/a, tag: v2}} | a YAML merge",
      })
  void saysWhatItCannotChange(String yaml, String reason) {
    assertThat(Samples.reason(interpretation(yaml))).startsWith(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{repository: nginx, tag: v1}",
        "{image: H/ml-platform/a}",
        "{name: ml-platform/a, tag: v1}",
        "{image: H/ml-platform/a:v1, tag: v2}",
        "{repository: H/ml-platform/a@D}",
        "{registry: docker.io, repository: ml-platform/a, tag: v1}",
        "{other: H/ml-platform/a, tag: v1}",
        "{repository: [H/ml-platform/a], tag: v1}",
        "{repository: \"H\\x2fml-platform/a\", tag: v1}",
        "{registry: H/, repository: ml-platform/a, tag: v1}",
        "{repository: docker://H/ml-platform/a, tag: v1}",
        "{repository: H/ml-platform/a-$B, tag: v1}",
      })
  void anyOtherMappingIsNone(String yaml) {
    assertThat(image(yaml)).isEmpty();
  }

  @Test
  void aTagAloneLeavesItsRepositoryToAnotherFile() {
    assertThat(SplitImage.tagAlone(Samples.mapping("{tag: v1, pullPolicy: Always}")))
        .map(Scalar::value)
        .contains("v1");
    assertThat(SplitImage.tagAlone(Samples.mapping("{imageTag: v1}"))).isPresent();
    assertThat(SplitImage.tagAlone(Samples.mapping("{tag: ''}"))).isEmpty();
    assertThat(SplitImage.tagAlone(Samples.mapping("{tag: v1, repository: [a]}"))).isEmpty();
    assertThat(SplitImage.tagAlone(Samples.mapping("{version: v1}"))).isEmpty();
  }

  @Test
  void whatItChangesNeedsNoFurtherLook() {
    var yaml = full("{repository: H/ml-platform/a, tag: v1}");

    assertThat(image(yaml).orElseThrow().scalars(Samples.mapping(yaml)))
        .extracting(Scalar::value)
        .containsExactly(full("H/ml-platform/a"), "v1");
  }
}
