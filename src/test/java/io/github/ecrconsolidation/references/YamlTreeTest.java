package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Sequence;
import io.github.ecrconsolidation.references.Node.Style;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

  private static List<Node> documents(String yaml) {
    return YamlTree.parse(yaml, 0, yaml.length()).orElseThrow();
  }

  /** The value of the key x, which stands at the top. */
  private static Node x(String yaml) {
    return Samples.mapping(yaml).entries().stream()
        .filter(entry -> entry.key().value().equals("x"))
        .map(Entry::value)
        .findFirst()
        .orElseThrow();
  }

  private static String written(Scalar scalar) {
    return scalar.source().substring(scalar.start(), scalar.end());
  }

  @Test
  void readsEveryDocument() {
    assertThat(documents("a: 1\n---\n[b]\n---\nc\n"))
        .hasExactlyElementsOfTypes(Mapping.class, Sequence.class, Scalar.class);
    assertThat(documents("# a comment\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "{{ if .Values.a }}\na: b", "a: *unknown", "\ta: b", "a: b: c"})
  void readsNothingThatIsNoYaml(String text) {
    assertThat(YamlTree.parse(text, 0, text.length())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x: v1 # c           | v1",
        "x: 'v1'             | 'v1'",
        "{\"x\": \"v\\u0031\"} | \"v\\u0031\"",
        "x: &a v1            | v1",
        "a: 😀é\\r\\nx: v1\\r\\n | v1",
      })
  void knowsWhereAScalarIsWritten(String yaml, String written) {
    var scalar = (Scalar) x(yaml.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(scalar.value()).isEqualTo("v1");
    assertThat(written(scalar)).endsWith(written);
  }

  @Test
  void readsAPartAndCountsFromTheBeginningOfTheWhole() {
    var text = "😀 {{ x: v1 }} 😀";

    var part = YamlTree.parse(text, 5, 12).orElseThrow().getFirst();

    var scalar = ((Mapping) part).scalar("x").orElseThrow();
    assertThat(written(scalar)).isEqualTo("v1");
    assertThat(scalar.start()).isEqualTo(text.indexOf("v1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x: v1 | PLAIN",
        "x: 'v1' | QUOTED",
        "x: \"v1\" | QUOTED",
      })
  void tellsHowAScalarIsWritten(String yaml, Style style) {
    assertThat(((Scalar) x(yaml)).style()).isEqualTo(style);
  }

  @ParameterizedTest
  @ValueSource(strings = {"|", ">-"})
  void tellsALiteralOrFoldedBlock(String indicator) {
    assertThat(((Scalar) x("x: %s\n  v1\n".formatted(indicator))).style()).isEqualTo(Style.BLOCK);
  }

  @Test
  void tellsBracesFromIndentation() {
    assertThat(Samples.mapping("{x: v1}").flow()).isTrue();
    assertThat(Samples.mapping("x: v1").flow()).isFalse();
  }

  @Test
  void tellsAScalarThatAnAliasUsesAgain() {
    assertThat(((Scalar) x("{x: &a v1, y: *a, z: v1}")).shared()).isTrue();
    assertThat(((Scalar) x("{y: &a v1, z: *a, x: v1}")).shared()).isFalse();
    assertThat(((Scalar) x("{x: &a v1, y: v2}")).shared()).isFalse();
  }

  @Test
  void marksBothSidesOfAMergeWhateverTheirDepth() {
    var yaml = "{base: &b {deep: [{tag: v1}]}, x: {<<: *b}, other: {tag: v1}}";

    assertThat(merged(yaml, "base", "x", "other")).containsExactly(true, true, false);
    var deep = (Sequence) ((Mapping) child(yaml, "base")).entries().getFirst().value();
    assertThat(((Mapping) deep.items().getFirst()).merged()).isTrue();
  }

  @Test
  void marksEachOfSeveralMappingsThatAreMerged() {
    var yaml = "{a: &a {tag: v1}, b: &b {tag: v2}, x: {<<: [*a, *b]}}";

    assertThat(merged(yaml, "a", "b", "x")).containsExactly(true, true, true);
  }

  private static Node child(String yaml, String key) {
    return Samples.mapping(yaml).entries().stream()
        .filter(entry -> entry.key().value().equals(key))
        .map(Entry::value)
        .findFirst()
        .orElseThrow();
  }

  private static List<Boolean> merged(String yaml, String... keys) {
    return List.of(keys).stream().map(key -> ((Mapping) child(yaml, key)).merged()).toList();
  }

  @Test
  void endsAtACollectionThatContainsItself() {
    var sequence = (Sequence) x("x: &a [v1, *a]");

    assertThat(sequence.items()).hasSize(2).last().isEqualTo(new Sequence(List.of()));
  }

  @Test
  void leavesOutAKeyThatIsACollection() {
    assertThat(Samples.mapping("? [a]\n: b\nx: v1\n").entries()).hasSize(1);
  }

  @Test
  void readsAsManyAliasesAsThereAre() {
    assertThat(documents("a: &a [v1]\nb: [" + "*a, ".repeat(60) + "]")).hasSize(1);
  }

  @Test
  void readsMoreThanTheParserReadsByItselfButNotDeeper() {
    assertThat(documents("x: " + "v".repeat(3_200_000))).hasSize(1);
    assertThat(documents("[".repeat(150) + "]".repeat(150))).hasSize(1);
    assertThat(YamlTree.parse("[".repeat(300) + "]".repeat(300), 0, 600)).isEmpty();
  }
}
