package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.template.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileInputTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"dryRun\":false}",
        "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\",\"account\":\"123456789012\",\"detail\":{}}"
      })
  void runsAsUsualWhenNothingIsAsked(String text) {
    assertThat(ReconcileInput.parse(text)).isEqualTo(new ReconcileInput(false, false, false));
  }

  @Test
  void readsWhatTheScheduleSends() {
    var schedule = "Resources/ReconcileFunction/Properties/Events/Schedule/Properties/Input";

    assertThat(ReconcileInput.parse(Template.withDefaults().text(schedule)))
        .isEqualTo(new ReconcileInput(false, false, false));
  }

  @Test
  void readsOptions() {
    assertThat(ReconcileInput.parse("{\"backfill\":true,\"dryRun\":true}"))
        .isEqualTo(new ReconcileInput(true, true, false));
    assertThat(ReconcileInput.parse("{\"preflight\":true}").requestsNothing()).isTrue();
  }

  @Test
  void listsEveryProblemAtOnce() {
    assertThatThrownBy(() ->
            ReconcileInput.parse("{\"preflight\":true,\"backfill\":true,\"dryRun\":1,\"x\":{}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x' is no option")
        .hasMessageContaining("dryRun is '1'; expected true or false")
        .hasMessageContaining("preflight requests nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "true", "{", "\"backfill\""})
  void refusesWhatIsNoObject(String text) {
    assertThatThrownBy(() -> ReconcileInput.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
