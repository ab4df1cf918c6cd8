package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightInputTest {

  @Test
  void hasNoPoliciesOfARepositoryThatWasNotOrCouldNotBeRead() {
    var settings = new PreflightWorld().access(BACKEND, "{}").policiesDenied(WEB).settings();

    assertThat(settings.policiesOf(BACKEND))
        .contains(new RepositoryPolicies(Optional.of("{}"), Optional.empty()));
    assertThat(settings.policiesOf(WEB)).isEmpty();
    assertThat(settings.policiesOf(new RepositoryName("ml-platform/other"))).isEmpty();
  }
}
