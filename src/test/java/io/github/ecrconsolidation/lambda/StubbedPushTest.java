package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubbedPushTest {

  @ParameterizedTest
  @CsvSource({"ml-platform, data-platform-dev", "data-platform, data", "aa, aa-dev"})
  void isMirroredFromItsMessageToItsEvent(String namespace, String consolidated)
      throws IOException {
    var settings =
        Settings.from(
            Map.of("LEGACY_NAMESPACE", namespace, "CONSOLIDATED_REPOSITORY", consolidated));
    var log = new ArrayList<String>();

    try (var stub = new StubAws(settings.mapping().consolidated());
        var wiring = Wiring.stubbed(settings, stub)) {
      var mirror = new MirrorHandler(settings, () -> wiring, log::add);

      assertThat(mirror.mirrorStubbedPush()).isTrue();
    }

    assertThat(log).hasSize(1);
    var line = JsonObject.parse(log.getFirst());
    assertThat(line.text("outcome")).as(log.getFirst()).contains("Mirrored");
    assertThat(line.number("mountedBlobs")).contains(1L);
  }
}
