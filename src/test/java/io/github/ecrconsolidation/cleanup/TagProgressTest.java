package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cleanup.TagProgress.Kind;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagProgressTest extends ProofFixture {
  private static final TagProgress PROGRESS =
      new TagProgress(Map.of(Kind.MIRRORED, 3L, Kind.WITHOUT_PLACE, 1L));

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

    assertThat(progress.tags())
        .isEqualTo(
            Map.of(
                Kind.MIRRORED, 1L,
                Kind.MISSING, 2L,
                Kind.DIFFERENT, 1L,
                Kind.SUPERSEDED, 1L,
                Kind.WITHOUT_PLACE, 1L));
    assertThat(progress.all()).isEqualTo(6);
  }

  @Test
  void addsUpRepositories() {
    assertThat(PROGRESS.plus(new TagProgress(Map.of(Kind.MIRRORED, 4L, Kind.MISSING, 5L))))
        .isEqualTo(
            new TagProgress(Map.of(Kind.MIRRORED, 7L, Kind.MISSING, 5L, Kind.WITHOUT_PLACE, 1L)));
  }

  @Test
  void hasAMemberForEachKindInTheirOrder() {
    assertThat(PROGRESS.members())
        .containsExactly(
            Map.entry("mirrored", 3L),
            Map.entry("missing", 0L),
            Map.entry("different", 0L),
            Map.entry("superseded", 0L),
            Map.entry("withoutPlace", 1L));
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(TagProgress.read(JsonObject.parse(JsonObject.write(PROGRESS.members()))))
        .isEqualTo(PROGRESS);
    assertThat(TagProgress.read(JsonObject.parse("{}"))).isEqualTo(TagProgress.NONE);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> TagProgress.read(JsonObject.parse("{\"missing\":\"many\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("missing is not a whole number");
  }
}
