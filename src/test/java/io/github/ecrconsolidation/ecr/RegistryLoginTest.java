package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.LocalClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryLoginTest {
  private static final URI REGISTRY = URI.create("https://registry.example");
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(15);

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final CallContext context = new CallContext(Deadline.in(Duration.ofHours(100), clock));
  private final RegistryLogin login = login(REGISTRY);

  @Test
  void takesTheRegistryAndTheTokenFromEcr() {
    var authorization = login.authorization(context);

    assertThat(authorization.endpoint()).isEqualTo(REGISTRY);
    assertThat(authorization.header()).isEqualTo("Basic token1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:4510", "http://localhost:4510"})
  void acceptsHttpOnThisMachine(URI registry) {
    assertThat(login(registry).authorization(context).endpoint()).isEqualTo(registry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://registry.example",
        "http://127.0.0.1.registry.example",
        "http://localhost.registry.example",
        "http://localhost@registry.example",
        "ftp://127.0.0.1"
      })
  void sendsNoTokenInClearAnywhereElse(URI registry) {
    assertThatThrownBy(() -> login(registry).authorization(context))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("GetAuthorizationToken " + registry)
        .hasMessageContaining("the token would travel in clear");
  }

  @Test
  void keepsTheTokenUntilShortBeforeItExpires() {
    var first = login.authorization(context);
    clock.advance(StubLogin.LIFE.minus(RENEW_BEFORE).minusNanos(1));

    assertThat(login.authorization(context)).isSameAs(first);
  }

  @Test
  void renewsTheTokenBeforeItExpires() {
    login.authorization(context);
    clock.advance(StubLogin.LIFE.minus(RENEW_BEFORE));

    assertThat(login.authorization(context).header()).isEqualTo("Basic token2");
  }

  @Test
  void renewsATokenThatWasRefused() {
    login.retire(login.authorization(context));

    assertThat(login.authorization(context).header()).isEqualTo("Basic token2");
  }

  @Test
  void keepsTheNewTokenWhenTheOldOneIsRefusedOnceMore() {
    var old = login.authorization(context);
    login.retire(old);
    var renewed = login.authorization(context);
    login.retire(old);

    assertThat(login.authorization(context)).isSameAs(renewed);
  }

  @Test
  void hasNoTokenAnyMoreOnceItForgot() {
    login.authorization(context);
    login.forget();

    assertThat(login.authorization(context).header()).isEqualTo("Basic token2");
  }

  @Test
  void blamesOnlyAnOldTokenForARefusal() {
    var authorization = login.authorization(context);

    assertThat(login.retire(authorization)).isFalse();
    clock.advance(RENEW_BEFORE.plusNanos(1));
    assertThat(login.retire(authorization)).isTrue();
  }

  private RegistryLogin login(URI registry) {
    return new RegistryLogin(new StubLogin(registry, clock), clock);
  }
}
