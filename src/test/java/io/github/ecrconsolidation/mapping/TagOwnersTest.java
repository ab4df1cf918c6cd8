package io.github.ecrconsolidation.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagOwnersTest {
  private static final RepositoryName OVERRIDDEN = new RepositoryName("ml-platform/web");
  private static final List<RepositoryName> KNOWN =
      List.of(
          new RepositoryName("ml-platform/backend"),
          new RepositoryName("ml-platform/backend-api"),
          new RepositoryName("ml-platform/backend/api"),
          new RepositoryName("ml-platform/a"),
          OVERRIDDEN);
  private static final TagMapping MAPPING =
      new TagMapping(
          new RepositoryName("ml-platform"),
          new RepositoryName("data-platform-dev"),
          Map.of(OVERRIDDEN, new TagPrefix("ui.v2")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend-v1",
        "backend-api-v1",
        "backend-apis-v1",
        "backend-api",
        "backend-",
        "backend--v1",
        "a-b-c-d",
        "a",
        "ui.v2-1",
        "web-v1",
        "other-v1",
        "_-_"
      })
  void areTheFirstWithAClaim(String tag) {
    var consolidated = new Tag(tag);

    assertThat(MAPPING.owners(KNOWN).of(consolidated))
        .isEqualTo(
            MAPPING.claims(consolidated, KNOWN).stream()
                .findFirst()
                .map(ImageReference::repository));
  }

  @Test
  void ofASignatureTagIsNobody() {
    assertThat(MAPPING.owners(KNOWN).of(new Tag("sha256-" + "0".repeat(64) + ".sig"))).isEmpty();
  }
}
