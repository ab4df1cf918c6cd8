package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryRuleTest {

  @Test
  void coversEveryRepositoryWithoutAFilter() {
    assertThat(new RegistryRule("SCAN", List.of()).covers(new RepositoryName("a/b"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ml-platform/backend, true",
    "data-platform-dev, true",
    "data-platform-prod, false",
    "ml-platform, false",
    "other/ml-platform/backend, false",
    "a.b, true",
    "a_b, false"
  })
  void coversWhatAnyOfItsGlobsMatches(String repository, boolean covered) {
    var rule = new RegistryRule("SCAN", List.of("ml-platform/*", "data-*-dev", "a.b"));

    assertThat(rule.covers(new RepositoryName(repository))).isEqualTo(covered);
  }
}
