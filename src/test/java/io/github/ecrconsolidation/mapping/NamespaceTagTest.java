package io.github.ecrconsolidation.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceTagTest {
  private static final RepositoryName NAMESPACE = new RepositoryName("ml-platform");

  @Test
  void namesTheNamespaceOfItsValueAlone() {
    assertThat(NamespaceTag.names(NAMESPACE, Map.of(NamespaceTag.KEY, "ml-platform"))).isTrue();
    assertThat(NamespaceTag.names(NAMESPACE, Map.of(NamespaceTag.KEY, "ml-platform-2"))).isFalse();
    assertThat(NamespaceTag.names(NAMESPACE, Map.of("other", "ml-platform"))).isFalse();
    assertThat(NamespaceTag.names(NAMESPACE, Map.of())).isFalse();
  }
}
