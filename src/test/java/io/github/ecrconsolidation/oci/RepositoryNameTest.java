package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"ml-platform/backend", "a1", "a.b/c_d/e__f/g--h"})
  void acceptsEveryRepositoryNameOfEcr(String name) {
    assertThat(new RepositoryName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A/b", "a/", "/a", "a//b", "a_-b", "a..b", "host:5000/a"})
  void refusesWhatIsNoRepositoryName(String name) {
    assertThatThrownBy(() -> new RepositoryName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("team/service");
  }

  @Test
  void limitsARepositoryNameTo256Characters() {
    assertThat(new RepositoryName("x".repeat(256)).value()).hasSize(256);
    assertThatThrownBy(() -> new RepositoryName("x".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void comparesRepositoriesByTheirNames() {
    assertThat(new RepositoryName("a/b"))
        .isLessThan(new RepositoryName("a/c"))
        .isEqualByComparingTo(new RepositoryName("a/b"));
  }

  @Test
  void doesNotTakeANamesakeForANamespace() {
    var namespace = new RepositoryName("legacy");

    assertThat(new RepositoryName("legacy/x").isIn(namespace)).isTrue();
    assertThat(new RepositoryName("legacy2/x").isIn(namespace)).isFalse();
    assertThat(namespace.isIn(namespace)).isFalse();
  }
}
