package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cleanup.TagProgress.Kind;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TagProgressTest extends ProofFixture {
  private static final TagProgress PROGRESS = new TagProgress(3, 0, 0, 0, 1);

  @Test
  void countsEachTagOnce() {
    held(image("same", IMAGE, Optional.empty(), -9, "same"));
    held(image("missing", IMAGE, Optional.empty(), -9, "missing", "missing-too"));
    held(image("different", IMAGE, Optional.empty(), -1, "different"));
    held(image("superseded", IMAGE, Optional.empty(), -9, "superseded"));
    held(image("overlong", IMAGE, Optional.empty(), -9, "x".repeat(121)));
    consolidated.add(image("same", IMAGE, Optional.empty(), -8, "backend-same"));
    consolidated.add(image("superseded", IMAGE, Optional.empty(), -8));
    consolidated.add(image("else", IMAGE, Optional.empty(), -8, "backend-different"));
    consolidated.add(image("newer", IMAGE, Optional.empty(), 1, "backend-superseded"));

    var progress = TagProgress.of(legacy, graphs(), proof(), inventory());

    assertThat(progress).isEqualTo(new TagProgress(1, 2, 1, 1, 1));
    assertThat(progress.all()).isEqualTo(6);
  }

  @Test
  void addsUpRepositories() {
    assertThat(PROGRESS.plus(new TagProgress(4, 5, 0, 0, 0)))
        .isEqualTo(new TagProgress(7, 5, 0, 0, 1));
  }

  @Test
  void tellsHowManyThereAreOfEachKind() {
    var progress = new TagProgress(1, 2, 3, 4, 5);

    assertThat(Stream.of(Kind.values()).map(progress::of)).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(TagProgress.read(JsonObject.parse(JsonObject.write(PROGRESS)))).isEqualTo(PROGRESS);
    assertThat(TagProgress.read(JsonObject.parse("{}"))).isEqualTo(TagProgress.NONE);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> TagProgress.read(JsonObject.parse("{\"missing\":\"many\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("missing is not a whole number");
  }
}
