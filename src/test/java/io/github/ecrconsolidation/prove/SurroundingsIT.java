package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.localecr.LocalEcr;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SurroundingsIT {
  @AutoClose private final LocalAccount account = new LocalAccount();
  private final Surroundings surroundings = account.process();

  SurroundingsIT() throws IOException {}

  @Test
  void knowsTheAccount() {
    assertThat(surroundings.account()).isEqualTo(LocalEcr.ACCOUNT);
  }

  @Test
  void givesEachPartOfARunHalfAnHour() {
    var part = surroundings.registry();
    account.ecr().clock().advance(Duration.ofMinutes(29));
    assertThat(part.repositories()).isEmpty();

    account.ecr().clock().advance(Duration.ofMinutes(1));

    assertThatThrownBy(part::repositories).isInstanceOf(RegistryException.class);
    assertThat(surroundings.registry().repositories()).isEmpty();
  }
}
