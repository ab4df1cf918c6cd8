package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemovalBrakeTest {
  private static final RepositoryName NAMESPACE = new RepositoryName("ml-platform");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");

  private static Optional<String> refusal(Map<String, String> tags) {
    return RemovalBrake.refusal(NAMESPACE, CONSOLIDATED, tags);
  }

  @Test
  void admitsItsOwnNamespace() {
    assertThat(refusal(Map.of(NamespaceTag.KEY, "ml-platform"))).isEmpty();
  }

  @Test
  void namesTheTagThatIsMissingOrAnother() {
    assertThat(refusal(Map.of())).hasValueSatisfying(it -> assertThat(it).contains("no such tag"));
    assertThat(refusal(Map.of(NamespaceTag.KEY, "other")))
        .hasValueSatisfying(it ->
            assertThat(it).contains("legacy-namespace=other", "legacy-namespace=ml-platform"));
  }

  @Test
  void aHoldStopsEverything() {
    assertThat(refusal(Map.of(NamespaceTag.KEY, "ml-platform", LegacyRepository.HOLD_TAG, "")))
        .isPresent();
    assertThat(refusal(Map.of(NamespaceTag.KEY, "ml-platform", LegacyRepository.HOLD_TAG, "false")))
        .isEmpty();
  }
}
