package io.github.ecrconsolidation.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocalSystemTest {

  @Test
  void itsConsolidatedRepositoryRefusesWhatTheTemplatesRefuses() throws Exception {
    try (var system = LocalSystem.start(0)) {
      var sink = new StoreSink(system.store(), LocalSystem.CONSOLIDATED);
      TestImages.image("first", 100).pushTo(sink, "backend-v1", "backend-latest");
      var other = TestImages.image("other", 100);

      assertThatThrownBy(() -> other.pushTo(sink, "backend-v1"))
          .isInstanceOf(EcrException.class)
          .hasMessageContaining("immutable");
      other.pushTo(sink, "backend-latest");
    }
  }

  @Test
  void listsItsRepositories() throws Exception {
    try (var ecr = LocalEcr.start();
        var client = SdkClients.ecr(ecr.endpoint());
        var http = new RegistryHttp(ecr.endpoint(), "Basic " + SdkClients.token(client))) {
      ecr.store().createRepository(RepositorySettings.named("ml-platform/b"));
      ecr.store().createRepository(RepositorySettings.named("ml-platform/a"));

      var first = http.send("GET", "/v2/_catalog?n=1");
      var last = http.send("GET", "/v2/_catalog?last=ml-platform/a");

      assertThat(first.body()).isEqualTo("{\"repositories\":[\"ml-platform/a\"]}");
      assertThat(first.headers().firstValue("Link"))
          .hasValue("</v2/_catalog?n=1&last=ml-platform/a>; rel=\"next\"");
      assertThat(last.body()).isEqualTo("{\"repositories\":[\"ml-platform/b\"]}");
      assertThat(last.headers().firstValue("Link")).isEmpty();
    }
  }
}
