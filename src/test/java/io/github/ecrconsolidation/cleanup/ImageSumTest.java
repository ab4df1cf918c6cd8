package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.json.JsonObject;
import org.junit.jupiter.api.Test;

class ImageSumTest {
  private static final ImageSum SUM = new ImageSum(3, 5_000_000_000L);

  @Test
  void addsAndTakesAwayImagesWithTheirBytes() {
    assertThat(SUM.plus(new ImageSum(1, 10))).isEqualTo(new ImageSum(4, 5_000_000_010L));
    assertThat(SUM.minus(new ImageSum(1, 10))).isEqualTo(new ImageSum(2, 4_999_999_990L));
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(ImageSum.read(JsonObject.parse(JsonObject.write(SUM)))).isEqualTo(SUM);
    assertThat(ImageSum.read(JsonObject.parse("{}"))).isEqualTo(ImageSum.NONE);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> ImageSum.read(JsonObject.parse("{\"images\":[1]}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images is not a whole number");
  }
}
