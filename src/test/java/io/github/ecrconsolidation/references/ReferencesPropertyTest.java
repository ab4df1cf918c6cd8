package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencesPropertyTest {
  /** References with {@code %d}, and all kinds of text around them. */
  private static final List<String> PIECES =
      List.of(
          "image: H/ml-platform/a:v%d\n",
          "b: \"H/ml-platform/b/c:v%d\"\r\n",
          "- H/ml-platform/a@sha256:" + "ab".repeat(32) + "\n",
          "  repository: H/ml-platform/c\n  tag: '%d'\n",
          "images:\n- name: H/ml-platform/d\n  newTag: v%d\n",
          "H/ml-platform/e:${TAG}\n",
          "# H/ml-platform/f:v%d\n",
          "{{ if .x }}\n",
          "x: |\n",
          "    docker run H/ml-platform/g:v%d && echo '\n",
          "---\n",
          "😀é\t: [",
          "\n",
          "\uFEFF",
          "'",
          "a: &b *c\n");

  @Test
  void everythingOutsideTheReferencesStaysAndASecondRunFindsNothingToDo() {
    qt().withExamples(3000)
        .forAll(
            lists().of(integers().between(0, 999)).ofSizeBetween(0, 14), integers().between(0, 2))
        .checkAssert((numbers, kind) -> {
          var text = new StringBuilder();
          for (var number : numbers) {
            text.append(PIECES.get(number % PIECES.size()).replace("%d", number.toString()));
          }
          check(List.of("a.yaml", "Dockerfile", "a.json").get(kind), text.toString());
        });
  }

  private static void check(String name, String text) {
    var full = text.replace("H/", Rewriting.HOST + "/");
    var findings = Rewriting.findings(name, full);
    var edits = findings.stream().flatMap(finding -> finding.edits().stream()).toList();

    var rewritten = Edit.apply(full, edits);

    var isQuoted = full.replaceAll("tag: '\\d+'", "").contains("'");
    var before = full.split("\n", -1);
    var after = rewritten.replaceAll("(?m)(?<=^|- ) *newName: \\S+\r?\n *", "").split("\n", -1);
    assertThat(after).hasSameSizeAs(before);
    for (var i = 0; i < before.length; i++) {
      assertThat(after[i].strip()).isIn(before[i].strip(), renamed(before[i], isQuoted).strip());
    }
    var again = Rewriting.findings(name, rewritten);
    assertThat(again).allMatch(Rewriting::isLeft);
    assertThat(again).hasSameSizeAs(findings.stream().filter(Rewriting::isLeft).toList());
  }

  /**
   * The line with its reference renamed, done in another way; a comment stays, unless a quote makes
   * it text.
   */
  private static String renamed(String line, boolean isQuoted) {
    return line.startsWith("#") && !isQuoted
        ? line
        : line.replace("ml-platform/b/c:", "data-platform-dev:b-c-")
            .replaceAll("ml-platform/(\\w):", "data-platform-dev:$1-")
            .replaceAll("ml-platform/\\w", "data-platform-dev")
            .replaceAll("^( *tag: ')", "$1c-")
            .replaceAll("^( *newTag: )", "$1d-");
  }
}
