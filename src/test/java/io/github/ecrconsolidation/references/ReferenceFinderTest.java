package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceFinderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "image: H/ml-platform/backend:v1 | image: H/data-platform-dev:backend-v1",
        "image: 'H/ml-platform/ml/train:v1' | image: 'H/data-platform-dev:ml-train-v1'",
        "image: &a \"H/ml-platform/backend:v1\" # H/ml-platform/x:v1 | image: &a \"H/data-platform-dev:backend-v1\" # H/ml-platform/x:v1",
        "{\"image\": \"H/ml-platform/backend:v1\"} | {\"image\": \"H/data-platform-dev:backend-v1\"}",
        "args: [--a=H/ml-platform/a:1, --b=H/ml-platform/b:2] | args: [--a=H/data-platform-dev:a-1, --b=H/data-platform-dev:b-2]",
        "a: \"pull\\nH/ml-platform/backend:v1\\n\" | a: \"pull\\nH/data-platform-dev:backend-v1\\n\"",
        "a: \"😀 H/ml-platform/backend:v1\" # 😀 | a: \"😀 H/data-platform-dev:backend-v1\" # 😀",
        "a: docker://H/ml-platform/backend:v1 | a: docker://H/data-platform-dev:backend-v1",
        "a: registry.example.com:5000/ml-platform/backend:v1 | a: registry.example.com:5000/data-platform-dev:backend-v1",
        "a: H/ml-platform/backend:sha256-89154fa1e36489154fa1e36489154fa1e36489154fa1e36489154fa1e3641234.sig | a: H/data-platform-dev:sha256-89154fa1e36489154fa1e36489154fa1e36489154fa1e36489154fa1e3641234.sig",
        "containers: [{image: H/ml-platform/backend}] | containers: [{image: H/data-platform-dev:backend-latest}]",
        "? H/ml-platform/backend:v1 | ? H/data-platform-dev:backend-v1",
        "image: {repository: H/ml-platform/a, tag: 'v1'} | image: {repository: H/data-platform-dev, tag: 'a-v1'}",
        "image: {registry: H/, repository: ml-platform/a, tag: v1} | image: {registry: H/, repository: ml-platform/a, tag: v1}",
      })
  void rewritesTheReferenceAndNothingElse(String before, String after) {
    assertThat(Rewriting.of("k8s/a.yaml", before)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr-ecr.eu-west-1.on.aws",
        "123456789012.dkr-ecr-fips.us-gov-east-1.on.aws",
        "123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn",
        "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu",
        "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
        "123456789012.dkr-ecr.us-iso-east-1.on.aws.ic.gov",
        "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
        "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
        "${ACCOUNT}.dkr.ecr.eusc-de-east-1.amazonaws.eu",
        "<account>.dkr-ecr.{{ region }}.on.amazonwebservices.eu",
      })
  void knowsEveryHostOfEcr(String host) {
    assertThat(Rewriting.of("a.yaml", "a: " + host + "/ml-platform/backend:v1"))
        .isEqualTo("a: " + host + "/data-platform-dev:backend-v1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H/ml-platform2/x:v1",
        "H/foo/ml-platform/backend:v1",
        "H/xml-platform/x:v1",
        "H/ml-platform:v1",
        "docker.io/ml-platform/backend:v1",
        "xH/ml-platform/backend:v1",
        "12345678901.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com/ml-platform/backend:v1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.example.eu/ml-platform/backend:v1",
        "123456789012.dkr-ecr.eu-west-1.on.aws.example.com/ml-platform/backend:v1",
        "H/data-platform-dev:backend-v1",
        "registry.example.com:5001/ml-platform/backend:v1",
      })
  void leavesLookalikes(String lookalike) {
    var text = "a: '" + lookalike.replace("H/", Rewriting.HOST + "/") + "'";

    assertThat(Rewriting.findings("a.yaml", text)).isEmpty();
    assertThat(Rewriting.findings("Makefile", text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "image: 'H/ml-platform/backend:{{ .Values.tag }}' | its tag is filled in elsewhere",
        "registry: H/ml-platform | it names the namespace alone",
        "registry: H/ml-platform/ | it names the namespace alone",
        "image: H/ml-platform/${SERVICE}:v1 | its repository's name is filled in elsewhere",
        "image: H/ml-platform/backend-${ARCH}:v1 | its repository's name is filled in elsewhere",
        "image: 'H/ml-platform/*' | its repository's name is filled in elsewhere",
        "image: ${REGISTRY}/ml-platform/backend:v1 | its registry is filled in elsewhere",
        "image: $(params.registry)/ml-platform/backend:v1 | its registry is filled in elsewhere",
        "url: oci://H/ml-platform/charts/backend | an OCI artifact",
        "url: https://H/ml-platform/backend:v1 | a URL",
        "a: {\"image\": \"123456789012.dkr.ecr.eu-west-1.amazonaws.com\\/ml-platform\\/backend:v1\"} | escape",
        "repo: H/ml-platform/backend | it has no tag here",
        "image: H/ml-platform/backend@sha512:00 | no sha256 digest",
        "image: {repository: H/ml-platform/a} | its tag is missing",
        "image: {repository: H/ml-platform/a, tag: ''} | its tag is empty",
        "image: {repository: H/ml-platform/a, tag: ~} | its tag is empty",
        "image: {repository: ml-platform/a, tag: v1} | its registry is given elsewhere",
        "image: {registry: '', repository: ml-platform/a, tag: v1} | its registry is given elsewhere",
        "image: {repository: H/ml-platform/a, tag: '{{ .Values.tag }}'} | its tag is filled in elsewhere",
        "{t: &t v1, image: {repository: H/ml-platform/a, tag: *t}} | alias",
        "{d: &d {repository: H/ml-platform/a, tag: v1}, image: {<<: *d, tag: v2}} | merge",
        "images: [{name: H/ml-platform/a}] | its tag comes from the manifests",
        "images: [{name: a, newName: H/ml-platform/a}] | its tag comes from the manifests",
      })
  void leavesToAPersonWhatItCanNotKnow(String text, String reason) {
    assertThat(Rewriting.reasons("k8s/a.yaml", text)).singleElement().asString().contains(reason);
    assertThat(Rewriting.of("k8s/a.yaml", text)).isEqualTo(text.replace(Rewriting.HOST, "H"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "image: H/ml-platform/backend:${TAG:-v1} | image: H/data-platform-dev:backend-${TAG:-v1}",
        "image: H/ml-platform/backend:v1${SUFFIX} | image: H/data-platform-dev:backend-v1${SUFFIX}",
        "image: 'H/ml-platform/backend:{{ .Chart.AppVersion }}' | image: 'H/data-platform-dev:backend-{{ .Chart.AppVersion }}'",
        "image: <AWS_ACCOUNT_ID>.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1 | image: <AWS_ACCOUNT_ID>.dkr.ecr.us-east-1.amazonaws.com/data-platform-dev:backend-v1",
        "image: ${AWS_ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1 | image: ${AWS_ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/data-platform-dev:backend-v1",
        "run: docker pull $AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com/ml-platform/backend:v1 | run: docker pull $AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com/data-platform-dev:backend-v1",
        "image: ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1 | image: ACCOUNT_ID.dkr.ecr.us-east-1.amazonaws.com/data-platform-dev:backend-v1",
        "image: ${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.${{ env.AWS_REGION }}.amazonaws.com/ml-platform/backend:v1 | image: ${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.${{ env.AWS_REGION }}.amazonaws.com/data-platform-dev:backend-v1",
        "image: \"{{ aws_account_id }}.dkr.ecr.{{ region }}.amazonaws.com/ml-platform/backend:v1\" | image: \"{{ aws_account_id }}.dkr.ecr.{{ region }}.amazonaws.com/data-platform-dev:backend-v1\"",
        "Image: !Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/ml-platform/backend:v1' | Image: !Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/data-platform-dev:backend-v1'",
        "Image: !Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/ml-platform/backend:v1' | Image: !Sub '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/data-platform-dev:backend-v1'",
        "Image: !Join ['', [!Ref 'AWS::AccountId', .dkr.ecr., !Ref 'AWS::Region', '.amazonaws.com/ml-platform/backend:v1']] | Image: !Join ['', [!Ref 'AWS::AccountId', .dkr.ecr., !Ref 'AWS::Region', '.amazonaws.com/data-platform-dev:backend-v1']]",
        "image = \"${local.account}.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1\" | image = \"${local.account}.dkr.ecr.eu-west-1.amazonaws.com/data-platform-dev:backend-v1\"",
        "run: docker pull ${{ steps.login-ecr.outputs.registry }}/ml-platform/backend:${{ github.sha }} | run: docker pull ${{ steps.login-ecr.outputs.registry }}/data-platform-dev:backend-${{ github.sha }}",
        "image = account + '.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1' | image = account + '.dkr.ecr.us-east-1.amazonaws.com/data-platform-dev:backend-v1'",
      })
  void keepsTheHostAndTheTagThatAreFilledInElsewhere(String before, String after) {
    assertThat(Rewriting.of("a.yaml", before)).isEqualTo(after);
    assertThat(Rewriting.of("Makefile", before)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ECR_REPOSITORY: ml-platform/backend | the repository's name alone",
        "ECR_REPOSITORY=ml-platform/backend | the repository's name alone",
        "a: {Resource: 'arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/backend'} | a policy names",
        "a: {Resource: 'arn:aws:ecr:*:*:repository/ml-platform/*'} | a policy names",
        "run: aws ecr describe-images --repository-name ml-platform/backend | a command names",
        "image: H/${NS}/backend:v1 | its repository is filled in elsewhere",
        "run: docker pull ${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/$REPOSITORY:$TAG | its repository is filled in elsewhere",
        "a: ml-platform/backend:v1 | without a registry",
        "a: proxy.example.com/H/ml-platform/backend:v1 | without a registry",
      })
  void listsWhatNoRuleCanRewrite(String text, String reason) {
    for (var name : List.of("a.yaml", "a.sh")) {
      assertThat(Rewriting.findings(name, text))
          .as(name)
          .singleElement()
          .asString()
          .contains(reason);
    }
  }

  @Test
  void explainsARepositoryByTheVariableThatGivesIt() {
    var text = "REPO=%s\ndocker pull H/$REPO:v1\n";

    assertThat(Rewriting.findings("a.sh", text.formatted("data-platform-dev"))).isEmpty();
    assertThat(Rewriting.findings("a.sh", text.formatted("ml-platform/a")))
        .hasSize(2)
        .allMatch(Rewriting::isLeft);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uses: ml-platform/backend@v1",
        "url: git@github.com:ml-platform/backend.git",
        "url: https://github.com/ml-platform/backend",
        "a: ghcr.io/ml-platform/backend:v1",
        "a: src/ml-platform/backend",
        "a: ml-platform/backend/Dockerfile",
        "a: ml-platform/backend.py",
        "paths: [ml-platform/**]",
        "# ml-platform/backend",
        "a: ml-platform/backend # ecr-consolidation: ignore",
      })
  void passesOverWhatIsPlainlySomethingElse(String text) {
    assertThat(Rewriting.findings("a.yaml", text)).isEmpty();
  }

  @Test
  void readsTheSyntaxDirectiveOfADockerfile() {
    assertThat(
            Rewriting.of(
                "Dockerfile", "# syntax=H/ml-platform/frontend:v1\n# H/ml-platform/x:v1\n"))
        .isEqualTo("# syntax=H/data-platform-dev:frontend-v1\n# H/ml-platform/x:v1\n");
  }

  @Test
  void keepsCommentsOfTextThatIsNoYaml() {
    var template =
        """
        {{/* H/ml-platform/a:v1
        */}}
        {{- if .Values.a }} # H/ml-platform/a:v2
        image: H/ml-platform/a:v3
        """;

    assertThat(Rewriting.of("templates/a.yaml", template))
        .isEqualTo(template.replace("H/ml-platform/a:v3", "H/data-platform-dev:a-v3"));
  }

  @Test
  void readsValuesWithinAScalar() {
    var text =
        "values: |\n    image:\n      repository: H/ml-platform/a # H/ml-platform/a:v1\n      tag: v1\n";

    assertThat(Rewriting.of("application.yaml", text))
        .isEqualTo(
            "values: |\n    image:\n      repository: H/data-platform-dev # H/ml-platform/a:v1\n      tag: a-v1\n");
  }

  @Test
  void impliesLatestInADockerfile() {
    assertThat(Rewriting.of("Dockerfile", "FROM H/ml-platform/base AS build\n"))
        .isEqualTo("FROM H/data-platform-dev:base-latest AS build\n");
  }

  @Test
  void remarksOnATagThatHelmReadsAsAnotherNumber() {
    assertThat(Rewriting.findings("a.yaml", "image: {repository: H/ml-platform/a, tag: 1.10}"))
        .singleElement()
        .extracting(Finding::summary)
        .asString()
        .contains("data-platform-dev:a-1.10 (check which tag runs");
  }

  @Test
  void leavesWhatTheClusterWritesOfAnObject() {
    var text =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nstatus: {containerStatuses: [{image: 'H/ml-platform/a:v1'}]}";

    assertThat(Rewriting.findings("pod.yaml", text)).isEmpty();
  }
}
