package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrefixCheckTest {

  @Test
  void findsNothingWhereNoPrefixBeginsAnother() {
    assertThat(check("backend", "web")).isEmpty();
  }

  @Test
  void findsARepositoryWithoutAUsablePrefix() {
    assertThat(check("sha256"))
        .containsExactly(
            new PreflightFinding(
                Severity.ERROR,
                FindingCode.PREFIX_UNUSABLE,
                "ml-platform/sha256 has no usable tag prefix",
                parameter("ml-platform/sha256=<prefix>")));
  }

  @Test
  void givesTheYoungerOfTwoEqualPrefixesAnother() {
    assertThat(check("backend/api", "backend-api"))
        .containsExactly(
            new PreflightFinding(
                Severity.ERROR,
                FindingCode.PREFIX_EQUAL,
                "ml-platform/backend/api and the younger ml-platform/backend-api have the same tag"
                    + " prefix backend-api",
                parameter("ml-platform/backend-api=<prefix>")));
  }

  @Test
  void namesAllPairsThatBeginAlikeInOneFinding() {
    assertThat(check("web", "web-ui", "backend", "backend-api"))
        .containsExactly(
            new PreflightFinding(
                Severity.INFO,
                FindingCode.PREFIXES_ALIKE,
                "prefixes that begin alike: ml-platform/web and ml-platform/web-ui,"
                    + " ml-platform/backend and ml-platform/backend-api",
                parameter("ml-platform/web-ui=web_ui")));
  }

  private static Parameter parameter(String value) {
    return new Parameter("ServicePrefixes", value);
  }

  /** The oldest first. */
  private static List<PreflightFinding> check(String... services) {
    var known =
        Stream.of(services).map(service -> new RepositoryName("ml-platform/" + service)).toList();
    return new PrefixCheck(PreflightWorld.MAPPING).check(known);
  }
}
