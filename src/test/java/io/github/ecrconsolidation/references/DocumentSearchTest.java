package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Selectable;
import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSearchTest {
  private final Matches matches = new Matches("a.yaml");

  private List<Match> search(String yaml, boolean live) {
    var text = full(yaml);
    var search = new DocumentSearch(GRAMMAR, matches, text, FileKind.YAML, live);
    YamlTree.parse(text, 0, text.length())
        .orElseThrow()
        .forEach(document -> search.visit(document, Place.ROOT));
    search.finish();
    return matches.found();
  }

  private List<Match> search(String yaml) {
    return search(yaml, false);
  }

  /** The object as a cluster's API gives it, without a text around it. */
  private List<Match> searchObject(String yaml) {
    new DocumentSearch(GRAMMAR, matches, "", FileKind.YAML, true)
        .visit(withoutText(Samples.node(full(yaml))), Place.ROOT);
    return matches.found();
  }

  private static Node withoutText(Node node) {
    return switch (node) {
      case Scalar scalar -> Scalar.of(scalar.value());
      case Sequence(var items) ->
          new Sequence(items.stream().map(DocumentSearchTest::withoutText).toList());
      case Mapping(var entries, var flow, var merged) ->
          new Mapping(
              entries.stream()
                  .map(it -> new Entry(Scalar.of(it.key().value()), withoutText(it.value())))
                  .toList(),
              flow,
              merged);
    };
  }

  private List<String> reasons(String yaml) {
    return search(yaml).stream().map(match -> Samples.reason(match.interpretation())).toList();
  }

  /** {@code yaml} with all that is certain changed. */
  private String changed(String yaml) {
    var text = full(yaml);
    var edits =
        search(yaml).stream()
            .filter(match -> match.interpretation() instanceof Named)
            .map(match -> (Named) match.interpretation())
            .flatMap(named ->
                named.slots().stream()
                    .map(slot -> slot.filled("NEW", "p-" + named.tag().orElse(""))))
            .toList();
    return Edit.apply(text, edits).replace(full("H/"), "H/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "image: &a \"H/ml-platform/a:v1\" # H/ml-platform/b:v1 | image: &a \"H/NEW:p-v1\" # H/ml-platform/b:v1",
        "args: [--a=H/ml-platform/a:1, --b=H/ml-platform/b:2] | args: [--a=H/NEW:p-1, --b=H/NEW:p-2]",
        "{\"a\": \"pull\\nH/ml-platform/a:v1\\n\"} | {\"a\": \"pull\\nH/NEW:p-v1\\n\"}",
        "a: \"😀 H/ml-platform/a:v1\" # 😀 | a: \"😀 H/NEW:p-v1\" # 😀",
        "? H/ml-platform/a:v1 | ? H/NEW:p-v1",
        "{image: {repository: H/ml-platform/a, tag: 'v1'}} | {image: {repository: H/NEW, tag: 'p-v1'}}",
        "images: [{name: a, newName: H/ml-platform/a, newTag: v1}] | images: [{name: a, newName: H/NEW, newTag: p-v1}]",
        "{registry: H/, repository: ml-platform/a, tag: v1} | {registry: H/, repository: ml-platform/a, tag: v1}",
      })
  void readsKeysAndValuesAndNoComments(String yaml, String changed) {
    assertThat(changed(yaml)).isEqualTo(changed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containers: [{image: H/ml-platform/a}]",
        "spec: {initContainers: [{image: H/ml-platform/a}]}",
        "ephemeralContainers: [{image: H/ml-platform/a}]",
        "spec: {steps: [{image: H/ml-platform/a}]}",
        "sidecars: [{image: H/ml-platform/a}]",
        "{ContainerDefinitions: [{Image: H/ml-platform/a}]}",
        "services: {web: {image: H/ml-platform/a}}",
      })
  void impliesLatestWhereAnImageIsPulled(String yaml) {
    assertThat(changed(yaml)).isEqualTo(yaml.replace("ml-platform/a", "NEW:p-latest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: H/ml-platform/a",
        "services: {web: {build: {image: H/ml-platform/a}}}",
        "containers: [{args: H/ml-platform/a}]",
        "containers: [{image: 'docker://H/ml-platform/a'}]",
      })
  void impliesNothingElsewhere(String yaml) {
    assertThat(reasons(yaml)).containsExactly("it has no tag here, which may stand elsewhere");
  }

  @Test
  void readsYamlWithinABlock() {
    assertThat(
            changed(
                """
                values: |
                    image:
                      repository: H/ml-platform/a # H/ml-platform/b:v1
                      tag: v1
                """))
        .isEqualTo(
            """
            values: |
                image:
                  repository: H/NEW # H/ml-platform/b:v1
                  tag: p-v1
            """);
  }

  @Test
  void readsAnyOtherBlockAsText() {
    assertThat(changed("run: |\n  docker pull H/ml-platform/a:v1\n  # H/ml-platform/b:v1\n"))
        .isEqualTo("run: |\n  docker pull H/NEW:p-v1\n  # H/ml-platform/b:v1\n");
  }

  @Test
  void readsABlockThatIsNoYamlAsText() {
    assertThat(changed("run: >-\n  a: [\n  H/ml-platform/a:v1\n"))
        .isEqualTo("run: >-\n  a: [\n  H/NEW:p-v1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: \"H\\x2fml-platform/a:v1\"",
        "a: \"H/ml-\\\n  platform/a:v1\"",
      })
  void listsWhatIsWrittenWithEscapesOrOverSeveralLines(String yaml) {
    var text = yaml.replace("H", Samples.HOST);

    assertThat(search(text))
        .singleElement()
        .satisfies(match -> {
          assertThat(match.written()).isEqualTo(full("H/ml-platform/a:v1"));
          assertThat(match.line()).isEqualTo(1);
          assertThat(Samples.reason(match.interpretation()))
              .isEqualTo("it is written with escapes or over several lines");
        });
  }

  @Test
  void shortensALongTextThatItCannotRead() {
    var text = "a: \"" + "v".repeat(200) + " H\\x2fml-platform/a:v1\"";

    assertThat(search(text.replace("H", Samples.HOST)))
        .extracting(Match::written)
        .containsExactly("v".repeat(120) + "...");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with: {tags: H/ml-platform/a:v1}",
        "jobs: {steps: [{with: {images: H/ml-platform/a:v1}}]}",
        "services: {web: {build: {tags: [H/ml-platform/a:v1]}}}",
      })
  void knowsWhatAPipelinePushes(String yaml) {
    assertThat(search(yaml)).extracting(Match::pushed).containsExactly(true);
  }

  @Test
  void knowsThatMetadataActionAddsTheTags() {
    assertThat(reasons("with: {images: H/ml-platform/a}"))
        .singleElement()
        .asString()
        .startsWith("docker/metadata-action adds the tags");
  }

  @Test
  void knowsTheRepositoryOfAChart() {
    assertThat(reasons("source: {repoURL: H/ml-platform/a:v1, chart: b}"))
        .containsExactly(ReferenceGrammar.HELM_CHART);
    assertThat(reasons("source: {repoURL: H/ml-platform/a:v1}")).last().isEqualTo("");
  }

  @Test
  void saysOfEachReferenceInAnAutomationWhatToChange() {
    var yaml =
        """
        apiVersion: v1
        kind: List
        metadata: {}
        items:
        - {apiVersion: a, kind: ImageUpdater, metadata: {}, spec: {image: H/ml-platform/a:v1}}
        - {apiVersion: a, kind: Pod, metadata: {}, spec: {image: H/ml-platform/a:v1}}
        """;

    assertThat(reasons(yaml)).containsExactly(Automation.UPDATER_REASON, "");
  }

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: a
        namespace: prod
        managedFields: [H/ml-platform/a:v1, ml-platform/a]
        annotations:
          kubectl.kubernetes.io/last-applied-configuration: H/ml-platform/a:v2
      spec: {containers: [{image: 'H/ml-platform/a:v3'}]}
      status: {image: 'H/ml-platform/a:v4'}
      """;

  @Test
  void leavesWhatTheClusterWritesOfAnObject() {
    assertThat(search(POD)).extracting(Match::line).containsExactly(8, 9);
  }

  @Test
  void leavesTheCopyThatKubectlKeepsOfALiveObject() {
    assertThat(search(POD, true)).extracting(Match::line).containsExactly(9);
    assertThat(searchObject(POD)).extracting(Match::line).last().isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status: H/ml-platform/a:v1",
        "spec: {managedFields: H/ml-platform/a:v1}",
      })
  void leavesNothingOfTheSameNameElsewhere(String yaml) {
    assertThat(search(yaml)).hasSize(1);
  }

  @Test
  void saysOfALiveObjectWhichItIsAndWhereInIt() {
    assertThat(searchObject(POD))
        .extracting(Match::where)
        .containsExactly("prod/Pod/a spec.containers[0].image");
    assertThat(
            search(
                "apiVersion: v1\nkind: List\nmetadata: {}\nitems:\n- "
                    + POD.strip().replace("\n", "\n  "),
                true))
        .extracting(Match::where)
        .last()
        .isEqualTo("prod/Pod/a spec.containers[0].image");
  }

  @Test
  void saysNoPlaceInAFile() {
    assertThat(search(POD)).extracting(Match::where).containsOnly("");
  }

  @Test
  void anImageOfAnObjectMayBeSelectedByAKustomization() {
    search("{apiVersion: v1, kind: Pod, metadata: {}, image: 'H/ml-platform/a:v1'}");
    search("{image: 'H/ml-platform/b:v1'}");

    assertThat(matches.found())
        .extracting(match -> ((Named) match.interpretation()).use() instanceof Selectable)
        .containsExactly(true, false);
  }

  @Test
  void notesWhatAKustomizationSelects() {
    search("\nimages: [{name: H/ml-platform/a, newName: nginx}]");

    assertThat(matches.selected()).containsOnly(Map.entry(full("H/ml-platform/a"), "a.yaml:2"));
    assertThat(matches.found()).isEmpty();
  }

  @Test
  void findsTheNamesOfAKustomizationOnce() {
    assertThat(search("images: [{name: H/ml-platform/a, newName: H/ml-platform/b, newTag: v1}]"))
        .extracting(match -> match.repository().orElseThrow().value())
        .containsExactly("ml-platform/b");
  }

  @Test
  void notesAnImagePolicyAtItsFirstLine() {
    search(
        """
        a: b
        ---
        {apiVersion: a, kind: ImagePolicy, metadata: {name: p}, spec: {imageRepositoryRef: {name: a}}}
        """);

    assertThat(matches.found()).extracting(Match::line).containsExactly(3);
  }

  @Test
  void notesATagWithoutItsRepositoryAndEveryTag() {
    search("job:\n  image:\n    tag: v1\nother: {repository: nginx, tag: v2}\n");

    assertThat(matches.tagOverrides()).containsOnly(Map.entry("job.image", 3));
    assertThat(matches.tagValues()).containsOnlyKeys("v1", "v2");
  }

  @Test
  void readsAnImageOfAnApplicationOfArgoCd() {
    assertThat(changed("kustomize: {images: ['H/ml-platform/a=H/ml-platform/b:v1']}"))
        .isEqualTo("kustomize: {images: ['H/ml-platform/a=H/NEW:p-v1']}");
    assertThat(matches.selected()).containsOnlyKeys(full("H/ml-platform/a"));
  }

  @Test
  void listsNoImageOfArgoCdThatIsSelectedAlone() {
    assertThat(search("kustomize: {images: ['H/ml-platform/a=nginx:v1']}")).isEmpty();
    assertThat(matches.selected()).isNotEmpty();
  }

  @Test
  void listsAnImageOfArgoCdWhoseNameIsFilledIn() {
    assertThat(reasons("kustomize: {images: ['b=H/ml-platform/{{service}}:v1']}"))
        .containsExactly("its repository's name is filled in elsewhere");
  }

  /** Nine to the power of thirty times would not end. */
  @Test
  void passesOverWhatAnAliasUsesOnce() {
    var lists =
        IntStream.rangeClosed(1, 30)
            .mapToObj(i -> "  a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)))
            .collect(joining());
    var pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {}\nspec:\n  a0: &a0 [x]\n%sstatus: *a30\nimage: H/ml-platform/a:v1\n"
            .formatted(lists);

    assertThat(search(pod)).hasSize(1);
  }

  @Test
  void visitsWhatAnAliasUsesOnce() {
    assertThat(search("{a: &a {b: H/ml-platform/a:v1}, c: *a}")).hasSize(1);
  }

  @Test
  void listsANameThatNothingExplains() {
    assertThat(reasons("a: ml-platform/a\nimage: H/ml-platform/b:v1"))
        .containsExactly("", "possible: the name of a legacy repository, without a registry");
    assertThat(searchObject("a: ml-platform/c"))
        .last()
        .satisfies(match -> assertThat(match.written()).isEqualTo("ml-platform/c"));
  }
}
