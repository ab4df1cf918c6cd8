package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportedRunTest {

  @Test
  void isReadAsItWasWritten() {
    var run =
        new ReportedRun(
            "data-platform-dev",
            true,
            "done",
            Map.of("changed", 3L),
            2,
            List.of("ml-platform/backend", "ml-platform/web"),
            List.of("a warning"),
            List.of("a failure"),
            9,
            1250);

    assertThat(ReportedRun.read(JsonObject.parse(JsonObject.write(run)))).isEqualTo(run);
  }

  @Test
  void takesWhatIsAbsentAsNothing() {
    assertThat(ReportedRun.read(JsonObject.parse("{}")))
        .isEqualTo(
            new ReportedRun("?", false, "", Map.of(), 0, List.of(), List.of(), List.of(), 0, 0));
  }

  @Test
  void refusesANumberThatIsNone() {
    var json = JsonObject.parse("{\"keptAfterRecheck\":{\"changed\":\"some\"}}");

    assertThatThrownBy(() -> ReportedRun.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("changed is not a whole number");
  }
}
