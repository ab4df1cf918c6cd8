package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference is X in each of these texts. */
class SurroundingsTest {

  private static int at(String text) {
    return text.indexOf('X');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker push X",
        "docker image push --quiet X",
        "docker tag a X",
        "skopeo copy docker://a docker://X",
        "crane cp a X",
        "docker build -t X .",
        "docker build --tag=X .",
        "docker build --tag 'X' .",
        "args: [\"--destination\", \"X\"]",
        "args: [--destination=X]",
        "buildctl build --output type=image,name=X,push=true",
        "docker push \\\n  X",
        "docker \\\n  push \\\n  X",
      })
  void aCommandThatPushesIsAPush(String text) {
    assertThat(Surroundings.isPush(text, at(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker pull X",
        "docker run X push",
        "docker push a; docker run X",
        "docker push a\ndocker run X",
        "docker push a | tee X",
        "git push X",
        "kubectl run --test X",
        "X",
      })
  void anythingElseIsNone(String text) {
    assertThat(Surroundings.isPush(text, at(text))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kustomize edit set image X | true",
        "(cd k8s && kustomize edit set image \"X\") | true",
        "kustomize edit set image a=b X | true",
        "kustomize edit set image \\ X | true",
        "args: [edit, set, image, X] | false",
        "args: edit set image X | true",
        "argocd app set a --kustomize-image X | true",
        "argocd app set a --kustomize-image=X | true",
        "kustomize edit set image a=X | false",
        "kustomize edit set image a='X' | false",
        "argocd app set a --kustomize-image a=X | false",
        "kustomize edit set image a=b && docker pull X | false",
        "kubectl set image deployment/a a=X | false",
      })
  void aCommandSelectsAnImageOfAKustomizationByItsName(String text, boolean selection) {
    var lines = text.replace("\\ ", "\\\n  ");

    assertThat(Surroundings.isSelection(lines, at(lines))).isEqualTo(selection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache-from: type=registry,ref=X | true",
        "docker build --cache-to=type=registry,ref=X | true",
        "cache_from: [X] | true",
        "--cache-repo=X | true",
        "cache: X | false",
        "X cache-from | false",
      })
  void aBuildCacheIsNamedInFrontOfIt(String text, boolean cache) {
    assertThat(Surroundings.isCache(text, at(text))).isEqualTo(cache);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: X # {\"$imagepolicy\": \"flux-system:app\"}",
        "image: X # {\"$imagepolicy\": \"flux-system:app:tag\"}\nb: c",
        "image: X #{\"$imagepolicy\":\"flux-system:app:name\"}\r\n",
        "image: X # {\"$imagepolicy\": \"app\"}",
      })
  void readsTheMarkerOfAnImagePolicy(String text) {
    assertThat(Surroundings.imagePolicy(text, at(text))).contains("app");
  }

  @Test
  void readsNoMarkerOfAnotherLine() {
    var text = "a: X\nb: Y # {\"$imagepolicy\": \"flux-system:app\"}";

    assertThat(Surroundings.imagePolicy(text, at(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X # ecr-consolidation: ignore | true",
        "/* ecr-consolidation:ignore, as it is old */ X | true",
        "X # ecr-consolidation: ignored | false",
        "X # ignore | false",
      })
  void aLineAsksToBeIgnored(String text, boolean ignored) {
    assertThat(Surroundings.isIgnored(text, at(text))).isEqualTo(ignored);
    assertThat(Surroundings.isIgnored(text + "\nY", text.length() + 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "argocd-image-updater.argoproj.io/image-list: a=X | Argo CD Image Updater",
        "# renovate: datasource=docker depName=X | an update tool",
        "// renovate: depName=X | an update tool",
        "<!-- renovate: X | an update tool",
      })
  void aToolThatProposesTagsReadsIt(String text, String reason) {
    assertThat(Surroundings.tool(text, at(text)).orElseThrow()).startsWith(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"renovate: X", "X # renovate: a", "image: X"})
  void noToolReadsAnythingElse(String text) {
    assertThat(Surroundings.tool(text, at(text))).isEmpty();
  }

  @Test
  void theLineEndsAtTheLineEndOrTheEndOfTheText() {
    assertThat(Surroundings.line("a\nb X c\nd", 4)).isEqualTo("b X c");
    assertThat(Surroundings.line("b X c", 2)).isEqualTo("b X c");
    assertThat(Surroundings.before("a\nb X c", 4)).isEqualTo("b ");
    assertThat(Surroundings.before("X", 0)).isEmpty();
  }

  @Test
  void ofAVeryLongLineOnlyAPartIsLookedAt() {
    var far = "a".repeat(Surroundings.REACH);

    assertThat(Surroundings.line(far + "aX" + far, far.length() + 1))
        .isEqualTo(far + "X" + far.substring(1));
    assertThat(Surroundings.before(far + "X", far.length())).isEqualTo(far);
    assertThat(Surroundings.isCutOff(far + "X", far.length())).isFalse();
    assertThat(Surroundings.isCutOff("\n" + far + "X", far.length() + 1)).isFalse();
    assertThat(Surroundings.isCutOff(far + "aX", far.length() + 1)).isTrue();
  }
}
