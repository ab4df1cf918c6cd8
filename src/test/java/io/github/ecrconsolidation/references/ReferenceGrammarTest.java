package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceGrammarTest {

  private static List<Occurrence> occurrences(String text) {
    var full = full(text);
    return GRAMMAR.occurrences(full, 0, full.length());
  }

  /** What is found of {@code text}, as it is written there. */
  private static List<String> found(String text) {
    var full = full(text);
    return occurrences(text).stream()
        .map(occurrence ->
            full.substring(occurrence.start(), occurrence.end()).replace(full("H/"), "H/"))
        .toList();
  }

  private static String shown(Span span, String text) {
    return text.substring(span.start(), span.end());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "H/ml-platform/a | ml-platform/a |",
        "H/ml-platform/a:v1 | ml-platform/a | v1",
        "H/ml-platform/a:V_1.2-rc.3 | ml-platform/a | V_1.2-rc.3",
        "H/ml-platform/a:_ | ml-platform/a | _",
        "H/ml-platform/a.b_c__d--e/f-1:1 | ml-platform/a.b_c__d--e/f-1 | 1",
        "H/ml-platform/a@D | ml-platform/a |",
        "H/ml-platform/a:v1@D | ml-platform/a | v1",
        "registry.example.com:5000/ml-platform/a:v1 | ml-platform/a | v1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443/ml-platform/a:v1 | ml-platform/a | v1",
      })
  void aReferenceIsHostNamespacePathTagAndDigest(String text, String repository, String tag) {
    var occurrence = Samples.occurrence(full(text));

    assertThat(occurrence.obstacle()).isEmpty();
    assertThat(occurrence.repository()).contains(new RepositoryName(repository));
    assertThat(occurrence.tag()).isEqualTo(Optional.ofNullable(tag));
    assertThat(occurrence.open()).isFalse();
    assertThat(occurrence.hasDigest()).isEqualTo(text.endsWith("@D"));
    assertThat(occurrence.isBare()).isEqualTo(tag == null && !occurrence.hasDigest());
    assertThat(occurrence.host() + "/" + repository)
        .isEqualTo(full(text).replaceFirst("@.*", "").replaceFirst(":[^/]*$", ""));
  }

  @Test
  void itsNameIsRepositoryAndTagWithoutHostAndDigest() {
    var text = full("a: H/ml-platform/a:v1@D");

    assertThat(shown(Samples.occurrence(text).name(), text)).isEqualTo("ml-platform/a:v1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'H/ml-platform/a:v1'",
        "\"H/ml-platform/a:v1\"",
        "image:H/ml-platform/a:v1",
        "--image=H/ml-platform/a:v1,",
        "(H/ml-platform/a:v1)",
        "docker://H/ml-platform/a:v1;",
        "a\\r\\nH/ml-platform/a:v1\\r\\nb",
        "\"pull\\nH/ml-platform/a:v1\\n\"",
        "😀 H/ml-platform/a:v1 é",
      })
  void itEndsWhereItsCharactersEnd(String text) {
    assertThat(found(text)).containsExactly("H/ml-platform/a:v1");
    assertThat(found(text.replace("\\n", "\n").replace("\\r", "\r")))
        .containsExactly("H/ml-platform/a:v1");
  }

  @Test
  void findsSeveralInTheirOrder() {
    assertThat(found("H/ml-platform/a:1 H/$B:2 H\\/ml-platform\\/c:3,H/ml-platform/d:4"))
        .containsExactly(
            "H/ml-platform/a:1", "H/$B", full("H\\/ml-platform\\/c:3"), "H/ml-platform/d:4");
  }

  @Test
  void looksBetweenTheTwoOffsetsAlone() {
    var text = full("H/ml-platform/a:v1 H/ml-platform/b:v12");

    assertThat(GRAMMAR.occurrences(text, 1, text.length() - 1))
        .singleElement()
        .extracting(occurrence -> occurrence.tag().orElseThrow())
        .isEqualTo("v1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H/ml-platform2/x:v1",
        "H/foo/ml-platform/backend:v1",
        "H/xml-platform/x:v1",
        "H/ml-platform:v1",
        "H/ml-platform@D",
        "H/ml-platform.x/a:v1",
        "H/data-platform-dev:backend-v1",
        "xH/ml-platform/backend:v1",
        "proxy.example.com/H/ml-platform/backend:v1",
        "docker.io/ml-platform/backend:v1",
        "ml-platform/backend:v1",
        "/ml-platform/backend:v1",
        "12345678901.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com/ml-platform/backend:v1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.example.eu/ml-platform/backend:v1",
        "123456789012.dkr-ecr.eu-west-1.on.aws.example.com/ml-platform/backend:v1",
        "registry.example.com:5001/ml-platform/backend:v1",
        "registryXexample.com:5000/ml-platform/backend:v1",
        "",
      })
  void aLookalikeIsNone(String text) {
    assertThat(found(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<AWS_ACCOUNT_ID>.dkr.ecr.us-east-1.amazonaws.com",
        "ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com",
        "${AWS_ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com",
        "$AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com",
        "${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.${{ env.AWS_REGION }}.amazonaws.com",
        "{{ aws_account_id }}.dkr.ecr.{{ region }}.amazonaws.com:443",
        "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}",
        "${{ steps.login-ecr.outputs.registry }}",
        "$ECR",
      })
  void aHostMayBeFilledInElsewhereIfItSaysEcr(String host) {
    var occurrence = Samples.occurrence("docker://" + host + "/ml-platform/a:v1");

    assertThat(occurrence.host()).isEqualTo(host);
    assertThat(occurrence.obstacle()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account + '.dkr.ecr.us-east-1.amazonaws.com/ml-platform/a:v1'",
        "[!Ref 'AWS::AccountId', .dkr.ecr., !Ref 'AWS::Region', '.amazonaws.com/ml-platform/a:v1']",
      })
  void aHostMayBeginInAnotherString(String text) {
    assertThat(Samples.occurrence(text).host()).startsWith(".").endsWith(".amazonaws.com");
  }

  @ParameterizedTest
  @CsvSource({
    "${TAG:-v1}",
    "v1${SUFFIX}",
    "$VERSION-$REVISION",
    "{{ .Chart.AppVersion }}",
    "${{ github.sha }}",
    "<tag>",
    "*",
  })
  void aTagMayBeFilledInElsewhere(String tag) {
    var occurrence = Samples.occurrence(full("H/ml-platform/a:" + tag));

    assertThat(occurrence.open()).isTrue();
    assertThat(occurrence.tag()).contains(tag);
    assertThat(occurrence.obstacle()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ .Values.digest }}", "${DIGEST}"})
  void aDigestMayBeFilledInElsewhere(String digest) {
    var occurrence = Samples.occurrence(full("H/ml-platform/a:v1@" + digest));

    assertThat(occurrence.hasDigest()).isTrue();
    assertThat(occurrence.obstacle()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "H/ml-platform | it names the namespace alone, and the service is added elsewhere",
        "H/ml-platform/ | it names the namespace alone, and the service is added elsewhere",
        "H/ml-platform/Backend:v1 | it names the namespace alone, and the service is added elsewhere",
        "oci://H/ml-platform | Helm finds a chart by its repository's name",
        "oci://H/ml-platform/charts/a | an OCI artifact may be a chart",
        "https://H/ml-platform/a:v1 | a URL is no image reference",
        "H/ml-platform/backEnd:v1 | what follows makes it no repository name",
        "H/ml-platform/a- | what follows makes it no repository name",
        "H/ml-platform/a/:v1 | what follows makes it no repository name",
        "H/ml-platform/$A | its repository's name is filled in elsewhere",
        "H/ml-platform/* | its repository's name is filled in elsewhere",
        "H/ml-platform/a-${ARCH}:v1 | its repository's name is filled in elsewhere",
        "H/ml-platform/a${ARCH}:v1 | its repository's name is filled in elsewhere",
        "H/ml-platform/a@sha512:00 | what follows @ is no sha256 digest",
        "H/ml-platform/a:v1@D0 | what follows @ is no sha256 digest",
        "$REGISTRY/ml-platform/a:v1 | its registry is filled in elsewhere",
        "$(params.registry)/ml-platform/a:v1 | its registry is filled in elsewhere",
        "H/${NS}/a:v1 | its repository is filled in elsewhere",
        "$ACCOUNT.dkr.ecr.us-east-1.amazonaws.com/$NAME:v1 | its repository is filled in elsewhere",
        "H\\/ml-platform\\/a:v1 | its slashes are escaped",
      })
  void saysWhyItIsNoPlainReference(String text, String reason) {
    assertThat(Samples.occurrence(full(text)).obstacle().orElseThrow()).startsWith(reason);
  }

  @Test
  void refusesATagAndARepositoryThatAreTooLong() {
    assertThat(Samples.occurrence(full("H/ml-platform/a:" + "v".repeat(128))).obstacle()).isEmpty();
    assertThat(Samples.occurrence(full("H/ml-platform/a:" + "v".repeat(129))).obstacle())
        .contains("it is too long");
    assertThat(Samples.occurrence(full("H/ml-platform/" + "a".repeat(256))).obstacle())
        .contains("it is too long");
  }

  @Test
  void namesNoRepositoryThatGoesOn() {
    assertThat(Samples.occurrence(full("H/ml-platform/a-${ARCH}")).repository()).isEmpty();
    assertThat(Samples.occurrence(full("https://H/ml-platform/a:v1")).repository()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$REGISTRY/ml-platform/backEnd", "$REGISTRY/ml-platform/a/"})
  void aVariableInFrontOfAPathIsNoRegistryUnlessItSaysEcr(String path) {
    assertThat(found(path)).isEmpty();
    assertThat(found(path.replace("$REGISTRY", "$ECR_REGISTRY"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com, true",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443, true",
    "$ACCOUNT.dkr.ecr.eu-west-1.amazonaws.com, true",
    "registry.example.com:5000, true",
    "registry.example.com, false",
    "docker.io, false",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform, false",
    "'', false",
  })
  void knowsTheHostOfTheRegistry(String value, boolean host) {
    assertThat(GRAMMAR.isHost(value)).isEqualTo(host);
  }

  @Test
  void knowsAHostWithTheNamespaceBehindIt() {
    assertThat(GRAMMAR.isHostWithNamespace(full("H/ml-platform"))).isTrue();
    assertThat(GRAMMAR.isHostWithNamespace(full("H/ml-platform2"))).isFalse();
    assertThat(GRAMMAR.isHostWithNamespace("docker.io/ml-platform")).isFalse();
    assertThat(GRAMMAR.isHostWithNamespace(Samples.HOST)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "image: H/, true",
    "registry.example.com:5000/, true",
    "$A.dkr.ecr.eu-west-1.amazonaws.com/, true",
    "docker.io/, false",
    "/, false",
    "a, false",
    "'', false"
  })
  void knowsWhetherATextEndsInTheHost(String before, boolean host) {
    assertThat(GRAMMAR.endsInHost(full(before))).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ml-platform/a:v1 | ml-platform/a",
        "see ml-platform/a/b. | ml-platform/a/b",
        "xml-platform/a | ml-platform/a",
        "ml-platform/* | ml-platform/",
        "ml-platform/${A} | ml-platform/",
      })
  void findsANameOfTheNamespaceWhateverIsInFrontOfIt(String text, String name) {
    assertThat(GRAMMAR.names(text)).extracting(span -> shown(span, text)).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml-platform", "ml-platform/", "ml-platform/A", "ml-platform2/a", ""})
  void findsNoNameWithoutAService(String text) {
    assertThat(GRAMMAR.names(text)).isEmpty();
  }

  @Test
  void readsARepositoryWithoutItsHostWhereItIsTheWholeValue() {
    var occurrence = GRAMMAR.withoutHost("ml-platform/a:v1", new Span(7, 23)).orElseThrow();

    assertThat(occurrence.start()).isEqualTo(7);
    assertThat(occurrence.name()).isEqualTo(new Span(7, 23));
    assertThat(occurrence.end()).isEqualTo(23);
    assertThat(occurrence.host()).isEmpty();
    assertThat(occurrence.tag()).contains("v1");
    assertThat(GRAMMAR.withoutHost("ml-platform/a, b", new Span(0, 16))).isEmpty();
    assertThat(GRAMMAR.withoutHost("other/a", new Span(0, 7))).isEmpty();
    assertThat(GRAMMAR.withoutHost("ml-platform/a-$B", new Span(0, 16)))
        .get()
        .matches(it -> it.obstacle().isPresent());
  }

  @ParameterizedTest
  @CsvSource({"ml-platform, true", "ml-platform/a, true", "ml-platform2/a, false", "a, false"})
  void aLegacyNameIsTheNamespaceOrInIt(String value, boolean legacy) {
    assertThat(GRAMMAR.isLegacyName(value)).isEqualTo(legacy);
  }

  @ParameterizedTest
  @CsvSource({"ml-platform, true", "$A.dkr.ecr.$R.amazonaws.com/$B, true", "nginx:1, false"})
  void looksQuicklyForTheNamespaceOrARegistryOfEcr(String text, boolean interesting) {
    assertThat(GRAMMAR.mayMatch(text)).isEqualTo(interesting);
  }
}
