package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexGraphTest {
  private static final Digest TOP = digest("top");
  private static final Digest LEFT = digest("left");
  private static final Digest RIGHT = digest("right");
  private static final Digest LEAF = digest("leaf");

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }

  @Test
  void tellsAnIndexWithoutChildrenFromOneWhoseChildrenAreNotKnown() {
    var graph = new IndexGraph(Map.of(TOP, List.of()));

    assertThat(graph.children(TOP)).contains(List.of());
    assertThat(graph.children(LEFT)).isEmpty();
  }

  @Test
  void descendsAnyDepthAndLeavesItselfOut() {
    var graph =
        new IndexGraph(
            Map.of(TOP, List.of(LEFT, RIGHT), LEFT, List.of(LEAF), RIGHT, List.of(LEAF)));

    assertThat(graph.descendants(TOP)).containsExactlyInAnyOrder(LEFT, RIGHT, LEAF);
    assertThat(graph.descendants(LEAF)).isEmpty();
  }

  /** No real index can, as a digest cannot contain itself; a planner must end all the same. */
  @Test
  void endsWhereAnIndexListsWhatIsAboveIt() {
    var graph = new IndexGraph(Map.of(TOP, List.of(LEFT), LEFT, List.of(TOP)));

    assertThat(graph.descendants(TOP)).contains(LEFT);
  }
}
