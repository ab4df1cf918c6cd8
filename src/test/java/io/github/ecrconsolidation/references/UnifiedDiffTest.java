package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That patch and git take a diff is tested with the command that prints it. */
class UnifiedDiffTest {

  /** The edits that put an upper-case letter in place of each of {@code letters}. */
  private static String diff(String name, String text, String... letters) {
    var edits =
        Stream.of(letters)
            .map(letter -> {
              var at = text.indexOf(letter);
              return new Edit(at, at + 1, letter.toUpperCase(java.util.Locale.ROOT));
            })
            .toList();
    return UnifiedDiff.of(name, text, edits);
  }

  @Test
  void isEmptyWithoutEdits() {
    assertThat(UnifiedDiff.of("a.txt", "a\n", List.of())).isEmpty();
  }

  @Test
  void hasThreeLinesAroundAChange() {
    assertThat(diff("a.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\n", "e"))
        .isEqualTo(
            """
            --- a.txt
            +++ a.txt
            @@ -2,7 +2,7 @@
             b
             c
             d
            -e
            +E
             f
             g
             h
            """);
  }

  @Test
  void joinsChangesThatAreNearAndNoOthers() {
    assertThat(diff("a.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a", "h").lines())
        .filteredOn(line -> line.startsWith("@@"))
        .containsExactly("@@ -1,9 +1,9 @@");
    assertThat(diff("a.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a", "i").lines())
        .filteredOn(line -> line.startsWith("@@"))
        .containsExactly("@@ -1,4 +1,4 @@", "@@ -6,4 +6,4 @@");
  }

  @Test
  void changesALineOnceHoweverManyEditsItHas() {
    assertThat(diff("a.txt", "ab\n", "a", "b")).endsWith("@@ -1,1 +1,1 @@\n-ab\n+AB\n");
  }

  @Test
  void saysThatTheLastLineHasNoEnd() {
    assertThat(diff("a b.txt", "a", "a"))
        .isEqualTo(
            """
            --- a b.txt\t
            +++ a b.txt\t
            @@ -1,1 +1,1 @@
            -a
            \\ No newline at end of file
            +A
            \\ No newline at end of file
            """);
  }
}
