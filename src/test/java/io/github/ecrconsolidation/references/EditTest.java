package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EditTest {

  @Test
  void changesItsCharactersAndNothingElseInWhateverOrder() {
    var edits = List.of(new Edit(4, 6, "Y"), new Edit(0, 1, "XX"), new Edit(3, 3, "+"));

    assertThat(Edit.apply("abcdef\r\n", edits)).isEqualTo("XXbc+dY\r\n");
    assertThat(Edit.apply("abc", List.of())).isEqualTo("abc");
  }
}
