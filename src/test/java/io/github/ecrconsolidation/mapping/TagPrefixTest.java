package io.github.ecrconsolidation.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagPrefixTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", ".a", "a/b", "a b", "sha256"})
  void refusesWhatMakesNoTagOrLooksLikeADigest(String value) {
    assertThatThrownBy(() -> new TagPrefix(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + value + "'");
  }

  @Test
  void leavesRoomForTheSeparatorAndOneCharacter() {
    var longest = new TagPrefix("x".repeat(126));

    assertThat(longest.prepend(new Tag("1"))).contains(new Tag("x".repeat(126) + "-1"));
    assertThat(longest.prepend(new Tag("12"))).isEmpty();
    assertThatThrownBy(() -> new TagPrefix("x".repeat(127)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("126");
  }

  @Test
  void stripsWhatItPrepends() {
    var prefix = new TagPrefix("backend");

    assertThat(prefix.strip(new Tag("backend-v1"))).contains(new Tag("v1"));
    assertThat(prefix.strip(new Tag("backend-v-1"))).contains(new Tag("v-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend",
        "backend-",
        "backend--x",
        "backend-.x",
        "backendv1",
        "b",
        "frontend-v1"
      })
  void stripsNothingThatItCannotHavePrepended(String tag) {
    assertThat(new TagPrefix("backend").strip(new Tag(tag))).isEmpty();
  }

  @Test
  void isPrintedAsItself() {
    assertThat(new TagPrefix("backend")).hasToString("backend");
  }

  @Test
  void isKnownByTheGlobOfItsTags() {
    var prefix = new TagPrefix("Web_ui.v2");

    assertThat(TagPrefix.ofGlob(prefix.format("*"))).contains(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "-*", "backend*", "backend-", "*-*", "back*end-*", "sha256-*"})
  void isOfNoGlobThatSelectsOtherTagsToo(String glob) {
    assertThat(TagPrefix.ofGlob(glob)).isEmpty();
  }

  @Test
  void anUnmistakableOneBeginsNoOther() {
    assertThat(new TagPrefix("backend-api-").unmistakable())
        .isEqualTo(new TagPrefix("backend_api_"));
  }
}
