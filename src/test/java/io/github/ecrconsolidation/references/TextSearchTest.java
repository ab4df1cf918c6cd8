package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextSearchTest {

  private static List<Match> search(FileKind kind, String text) {
    var matches = new Matches("a");
    new TextSearch(GRAMMAR, matches, full(text), kind).search();
    return matches.found();
  }

  private static List<String> reasons(FileKind kind, String text) {
    return search(kind, text).stream()
        .map(match -> Samples.reason(match.interpretation()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM H/ml-platform/a AS build",
        "from --platform=linux/amd64 H/ml-platform/a",
        "  COPY --from=H/ml-platform/a /a /b",
        "ADD --link --from=H/ml-platform/a /a /b",
        "RUN --mount=type=bind,from=H/ml-platform/a true",
        "# syntax=H/ml-platform/a",
      })
  void impliesLatestWhereADockerfilePulls(String line) {
    assertThat(reasons(FileKind.DOCKERFILE, line)).containsExactly("");
    assertThat(reasons(FileKind.OTHER, "- " + line))
        .singleElement()
        .asString()
        .startsWith("it has no tag here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LABEL base=H/ml-platform/a", "ARG BASE=H/ml-platform/a"})
  void impliesNothingElsewhereInADockerfile(String line) {
    assertThat(reasons(FileKind.DOCKERFILE, line))
        .singleElement()
        .asString()
        .startsWith("it has no tag here");
  }

  @Test
  void passesOverCommentsExceptThoseThatAProgramReads() {
    var text =
        """
        # syntax=H/ml-platform/a:v1
        # H/ml-platform/b:v1
        # ml-platform/c
        FROM H/ml-platform/d:v1
        """;

    assertThat(search(FileKind.DOCKERFILE, text)).extracting(Match::line).containsExactly(1, 4);
  }

  @Test
  void passesOverCommentsOfATemplate() {
    var text =
        """
        {{/* H/ml-platform/a:v1
        repository: ml-platform/a
        */}}
        {{- if .Values.a }} # H/ml-platform/a:v2
        image: H/ml-platform/a:v3
        #  repository: ml-platform/a
        """;

    assertThat(search(FileKind.YAML, text)).extracting(Match::line).containsExactly(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ if .x }}\n  repository: ml-platform/a",
        "- repository: \"ml-platform/a\" # b",
        "repository: ml-platform/a:v1\r\n",
      })
  void aRepositoryBesideNothingHasItsRegistryElsewhere(String text) {
    assertThat(reasons(FileKind.YAML, text)).containsExactly("its registry is given elsewhere");
  }

  @ParameterizedTest
  @CsvSource({
    "repository: other/a",
    "repository: src/ml-platform/a.git",
    "repository: ml-platform-2/a"
  })
  void aRepositoryOfAnotherNameIsNone(String text) {
    assertThat(search(FileKind.YAML, text)).isEmpty();
  }

  @Test
  void inTheFileOfAnUpdateToolEachReferenceIsRead() {
    assertThat(reasons(FileKind.UPDATES, "{\"matchPackageNames\": [\"H/ml-platform/a\"]}"))
        .containsExactly(Automation.UPDATES);
  }

  @Test
  void findsNoNameTwice() {
    assertThat(search(FileKind.OTHER, "docker pull H/ml-platform/a:v1 # not ml-platform/b"))
        .extracting(Match::written)
        .containsExactly(full("H/ml-platform/a:v1"), "ml-platform/b");
  }
}
