package io.github.ecrconsolidation.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class LocalEcrTest {
  @Test
  void bothFrontEndsShowWhatTheStoreHolds() throws Exception {
    try (var ecr = LocalEcr.start();
        var sdk = SdkClients.ecr(ecr.endpoint());
        var http = HttpClient.newHttpClient()) {
      ecr.store().createRepository(RepositorySettings.named("legacy/web"));
      ecr.push(
          "legacy/web", TestImages.twoPlatforms("web", TestImages.Attestations.WITH_SUBJECT), "v1");
      ecr.push("legacy/web", TestImages.dockerSchema1("old"), "old");

      var images = sdk.describeImages(r -> r.repositoryName("legacy/web")).imageDetails();
      var token = sdk.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
      var uri = URI.create(ecr.endpoint() + "/v2/legacy/web/tags/list");
      var answer =
          http.send(
              HttpRequest.newBuilder(uri).header("Authorization", "Basic " + token).build(),
              BodyHandlers.ofString());

      assertThat(images).hasSize(6);
      assertThat(answer.body()).isEqualTo("{\"name\":\"legacy/web\",\"tags\":[\"old\",\"v1\"]}");
    }
  }
}
