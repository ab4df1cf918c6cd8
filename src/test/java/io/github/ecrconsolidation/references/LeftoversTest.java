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

class LeftoversTest {
  private final Matches matches = new Matches("a.txt");
  private final Spans explained = new Spans();

  private List<Match> search(String text) {
    new Leftovers(GRAMMAR, matches)
        .search(text, explained, new Comments(text, FileKind.CODE), "where", new LineNumbers(text));
    return matches.found();
  }

  private List<String> reasons(String text) {
    return search(full(text)).stream()
        .map(match -> Samples.reason(match.interpretation()))
        .toList();
  }

  @Test
  void writesDownLinePlaceAndRepository() {
    assertThat(search("a\nsee ml-platform/a:v1"))
        .singleElement()
        .satisfies(match -> {
          assertThat(match.line()).isEqualTo(2);
          assertThat(match.where()).isEqualTo("where");
          assertThat(match.written()).isEqualTo("ml-platform/a");
          assertThat(match.repository()).contains(new RepositoryName("ml-platform/a"));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/a | a policy names",
        "arn:aws-cn:ecr:*:*:repository/ml-platform/* | a policy names",
        "aws ecr describe-images --repository-name ml-platform/a | a command names",
        "aws ecr describe-repositories --repository-names=b ml-platform/a | a command names",
        "# renovate: depName=ml-platform/a | an update tool",
        "resource \"aws_ecr_repository\" \"a\" { name = \"ml-platform/a\" } | Terraform manages",
        "data \"aws_ecr_image\" \"a\" {\\n repository_name = \"ml-platform/a\"\\n} | Terraform manages",
        "ECR_REPOSITORY=ml-platform/a | the repository's name alone",
        "\"imageName\": \"ml-platform/a\" | the repository's name alone",
        "container_image := 'ml-platform/a' | the repository's name alone",
        "repositories: [\"ml-platform/a\"] | the repository's name alone",
        "a: ml-platform/a:v1 | possible: the name of a legacy repository, without a registry",
        "\\nml-platform/a | possible: the name of a legacy repository, without a registry",
        "a + \"/ml-platform/a\" | possible: the name of a legacy repository, without a registry",
        "ml-platform/a | possible: the name of a legacy repository, without a registry",
        "srun --container-image=H#ml-platform/a:v1 | possible: the name of a legacy repository",
        "enroot import docker://AWS@H#ml-platform/a:v1 | possible: the name of a legacy repository",
        "proxy.example.com/H/ml-platform/a:v1 | possible: the name of a legacy repository",
      })
  void saysWhatANameLooksLike(String text, String reason) {
    assertThat(reasons(text.replace("\\n", "\n"))).singleElement().asString().startsWith(reason);
  }

  @Test
  void mayStandBehindAnEscapedLineEnd() {
    assertThat(reasons("\"pull\\nml-platform/a\"")).hasSize(1);
  }

  @Test
  void isOfTerraformWhereTheLastBlockInFrontIs() {
    var ecr = "resource \"aws_ecr_repository\" \"a\" {\n}\n";
    var other = "resource \"aws_iam_role\" \"b\" {\n}\n";

    assertThat(reasons(ecr + other + "x = \"ml-platform/a\""))
        .singleElement()
        .asString()
        .startsWith("possible");
    assertThat(reasons("x = \"ml-platform/a\"\n" + ecr)).last().asString().startsWith("possible");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uses: ml-platform/a@v1",
        "- uses: 'ml-platform/a@v1'",
        "git@github.com:ml-platform/a.git",
        "https://github.com/ml-platform/a",
        "docker.io/ml-platform/a:v1",
        "localhost:5000/ml-platform/a",
        "src/ml-platform/a",
        "xml-platform/a",
        "ml-platform/a/Dockerfile",
        "ml-platform/aB",
        "ml-platform/a.py",
        "ml-platform/a.yaml",
        "ml-platform/**",
        "# ml-platform/a",
        "/* \nml-platform/a */",
      })
  void passesOverWhatIsPlainlySomethingElse(String text) {
    assertThat(reasons(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/a:v1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com/ml-platform/a:v1",
        "123456789012.dkr-ecr.eu-west-1.on.aws.example.com/ml-platform/a:v1",
        "registry.example.com:5001/ml-platform/a:v1",
        "H/foo/ml-platform/a:v1",
        "H/xml-platform/a:v1",
      })
  void passesOverTheNamesOfOtherRegistriesAndRepositories(String text) {
    assertThat(reasons(text)).isEmpty();
  }

  @Test
  void passesOverWhatIsExplained() {
    explained.add(new Span(0, 5));

    assertThat(search("ml-platform/a, ml-platform/b"))
        .extracting(Match::written)
        .containsExactly("ml-platform/b");
  }

  @Test
  void countsWhatIsToBeIgnoredUnlessItIsSomethingElse() {
    assertThat(search("ml-platform/a # ecr-consolidation: ignore")).isEmpty();
    assertThat(search("src/ml-platform/a # ecr-consolidation: ignore")).isEmpty();

    assertThat(matches.ignored()).isEqualTo(1);
  }

  @Test
  void namesNoRepositoryThatIsFilledIn() {
    assertThat(search("ml-platform/$A"))
        .extracting(Match::repository)
        .containsExactly(Optional.empty());
  }
}
