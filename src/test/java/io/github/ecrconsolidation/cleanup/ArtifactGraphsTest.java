package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactGraphsTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final Digest SUBJECT = digest("subject");

  @Test
  void knowsTheIndexesThatListAnImage() {
    var graphs =
        graphs(
            Map.of(digest("index"), List.of(digest("child"), digest("elsewhere"))),
            held("index", INDEX, Optional.empty(), Set.of()),
            held("child", IMAGE, Optional.empty(), Set.of()));

    assertThat(graphs.indexesOf(digest("child"))).containsExactly(digest("index"));
    assertThat(graphs.indexesOf(digest("elsewhere"))).isEmpty();
    assertThat(graphs.childrenOf(digest("index")))
        .containsExactly(digest("child"), digest("elsewhere"));
    assertThat(graphs.unreadable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.manifest.v1+json, false",
    "application/vnd.docker.distribution.manifest.v1+prettyjws, false",
    "application/vnd.oci.image.index.v1+json, true",
    "application/vnd.oci.artifact.manifest.v1+json, true",
    "'', true"
  })
  void whatIsNotKnownToListNothingAndCannotBeReadIsUnreadable(String type, boolean unreadable) {
    var graphs = graphs(Map.of(), held("image", type, Optional.empty(), Set.of()));

    assertThat(graphs.unreadable().contains(digest("image"))).isEqualTo(unreadable);
  }

  @Test
  void aReferrerSpeaksOfItsSubject() {
    var referrer = held("referrer", IMAGE, Optional.of(SUBJECT), Set.of());

    assertThat(graphs(Map.of(), referrer).referrersOf(SUBJECT)).containsExactly(referrer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".sig", ".invented", "-0123456789abcdef"})
  void aTagThatBeginsWithADigestSpeaksOfIt(String suffix) {
    var signature =
        held("signature", IMAGE, Optional.empty(), Set.of("sha256-" + SUBJECT.hex() + suffix));

    assertThat(ArtifactGraphs.subjects(signature)).containsExactly(SUBJECT);
    assertThat(graphs(Map.of(), signature).referrersOf(SUBJECT)).containsExactly(signature);
  }

  @Test
  void anOverlongTagSpeaksOfADigestToo() {
    var signature =
        held(
            "signature",
            IMAGE,
            Optional.empty(),
            Set.of("sha256-" + SUBJECT.hex() + ".".repeat(99)));

    assertThat(ArtifactGraphs.subjects(signature)).containsExactly(SUBJECT);
  }

  @Test
  void anImageDoesNotSpeakOfItselfNorByAnyOtherTag() {
    var image = held("image", IMAGE, Optional.empty(), Set.of("v1", "sha256-0"));
    var self = held("image", IMAGE, Optional.empty(), Set.of("sha256-" + digest("image").hex()));

    assertThat(ArtifactGraphs.subjects(image)).isEmpty();
    assertThat(ArtifactGraphs.subjects(self)).isEmpty();
  }

  @Test
  void findsItsOwnImages() {
    var image = held("image", IMAGE, Optional.empty(), Set.of());

    assertThat(graphs(Map.of(), image).find(image.digest())).contains(image);
    assertThat(graphs(Map.of(), image).find(SUBJECT)).isEmpty();
  }

  private static ArtifactGraphs graphs(Map<Digest, List<Digest>> children, Image... images) {
    return new ArtifactGraphs(BACKEND, List.of(images), new IndexGraph(children), List.of(BACKEND));
  }

  private static Image held(String name, String type, Optional<Digest> subject, Set<String> tags) {
    var valid = tags.stream().filter(Tag::isValid).map(Tag::new).toList();
    var overlong = tags.stream().filter(tag -> !Tag.isValid(tag)).toList();
    return Images.image(
        Images.image(
            digest(name),
            Set.copyOf(valid),
            new MediaType(type),
            subject,
            Status.ACTIVE,
            Instant.EPOCH),
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.copyOf(overlong));
  }

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }
}
