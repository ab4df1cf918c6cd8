package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadPoliciesTest {
  private final PreflightWorld world = new PreflightWorld();

  @Test
  void findsNothingWhereAllCouldBeRead() {
    assertThat(UnreadPolicies.check(world.settings())).isEmpty();
  }

  @Test
  void namesTheRepositoriesOfBothSidesAndTheRegistry() {
    world.policiesDenied(BACKEND).policiesDenied(CONSOLIDATED);
    world.registryPolicy = PreflightWorld.denied();

    assertThat(UnreadPolicies.check(world.settings()).map(PreflightFinding::summary))
        .contains(
            "policiesUnknown: 3 policies could not be read: data-platform-dev: access denied,"
                + " ml-platform/backend: access denied, the registry: access denied");
  }
}
