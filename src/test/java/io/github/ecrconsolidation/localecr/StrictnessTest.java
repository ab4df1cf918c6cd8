package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 17: what is not emulated is refused, loudly. */
class StrictnessTest extends RulesFixture {
  @Test
  void rule17AnUnknownOperationIsAnError() {
    assertThat(errorOf(() -> sdk.getSigningConfiguration(r -> {})))
        .isEqualTo("UnknownOperationException");
    assertThat(ecr.audit().count("GetSigningConfiguration", 400)).isOne();
  }

  @Test
  void rule17AnUnknownFieldIsAnErrorAtEveryDepth() throws Exception {
    var top = json("ListImages", "{\"repositoryName\":\"%s\",\"colour\":1}".formatted(TARGET));
    var nested =
        json("ListImages", "{\"repositoryName\":\"%s\",\"filter\":{\"x\":1}}".formatted(TARGET));

    assertThat(top.statusCode()).isEqualTo(400);
    assertThat(top.body()).contains("colour");
    assertThat(nested.body()).contains("ListImages.filter", "[x]");
  }

  @Test
  void rule17AKnownFieldOfTheWrongKindIsAnError() throws Exception {
    assertThat(json("ListImages", "{\"repositoryName\":7}").body()).contains("repositoryName");
    assertThat(json("ListImages", "[]").statusCode()).isEqualTo(400);
    assertThat(errorOf(() -> sdk.listImages(r -> r.repositoryName(TARGET).maxResults(1001))))
        .isEqualTo("InvalidParameterException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DescribeImages | null",
        "DescribeImages | {'repositoryName':null}",
        "BatchGetImage | {'repositoryName':'data-platform-dev','imageIds':[null]}",
        "BatchCheckLayerAvailability | {'repositoryName':'data-platform-dev','layerDigests':[null]}",
        "PutImage | {'repositoryName':'data-platform-dev','imageManifest':'null'}",
        "ListImages | {'repositoryName':'data-platform-dev','nextToken':'!'}",
      })
  void rule17WhatIsNotThereIsAnErrorAndNoLostConnection(String operation, String body)
      throws Exception {
    var answer = json(operation, body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("InvalidParameterException");
  }

  @Test
  void aMemberThatIsNullIsNotThere() throws Exception {
    var images = "{\"repositoryName\":\"%s\",\"maxResults\":null}".formatted(TARGET);

    assertThat(json("DescribeImages", images).statusCode()).isEqualTo(200);
  }

  @Test
  void aPartThatIsNoBase64IsAnError() throws Exception {
    var upload = sdk.initiateLayerUpload(r -> r.repositoryName(TARGET)).uploadId();
    var part =
        "{\"repositoryName\":\"%s\",\"uploadId\":\"%s\",\"partFirstByte\":0,\"partLastByte\":1,\"layerPartBlob\":\"!\"}"
            .formatted(TARGET, upload);

    assertThat(json("UploadLayerPart", part).body())
        .contains("InvalidParameterException", "layerPartBlob");
  }

  @Test
  void rule17AnUnsignedRequestIsAnError() throws Exception {
    try (var stranger = new RegistryHttp(ecr.endpoint(), "")) {
      var answer =
          stranger.send(
              "POST",
              "/",
              BodyPublishers.ofString("{}"),
              "X-Amz-Target",
              "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories");

      assertThat(answer.body()).contains("MissingAuthenticationTokenException");
    }
  }

  @Test
  void rule17UnknownPathsMethodsAndParametersAreErrors() {
    assertThat(refusalOf(send("GET", "/v2/_unknown"))).isEqualTo("404 UNSUPPORTED");
    assertThat(refusalOf(send("PATCH", "/v2/x/manifests/y"))).isEqualTo("404 UNSUPPORTED");
    assertThat(refusalOf(send("GET", "/v2/" + TARGET + "/tags/list?page=2")))
        .isEqualTo("400 UNSUPPORTED");
  }

  @Test
  void pullTimeExclusionsAreKeptForRolesAndUsersOnly() {
    var role = "arn:aws:iam::123456789012:role/mirror";
    sdk.registerPullTimeUpdateExclusion(r -> r.principalArn(role));

    assertThat(sdk.listPullTimeUpdateExclusions(r -> {}).pullTimeUpdateExclusions())
        .containsExactly(role);
    assertThat(errorOf(() -> sdk.registerPullTimeUpdateExclusion(r -> r.principalArn(role))))
        .isEqualTo("ExclusionAlreadyExistsException");
    assertThat(
            errorOf(() ->
                sdk.registerPullTimeUpdateExclusion(
                    r -> r.principalArn("arn:aws:sts::123456789012:assumed-role/mirror/x"))))
        .isEqualTo("ValidationException");
  }

  private HttpResponse<String> json(String operation, String body) throws Exception {
    return http.send(
        "POST",
        "/",
        BodyPublishers.ofString(body),
        "X-Amz-Target",
        "AmazonEC2ContainerRegistry_V20150921." + operation);
  }
}
