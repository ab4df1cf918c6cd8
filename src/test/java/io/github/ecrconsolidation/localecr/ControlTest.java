package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ControlTest extends RulesFixture {
  ControlTest() {
    super(
        LocalEcr.builder()
            .control("POST /_local/echo", body -> body)
            .control("POST /_local/fail", ControlTest::fail));
  }

  private static String fail(String body) {
    throw new IllegalStateException("failed on " + body);
  }

  @Test
  void movesTheClockAndGivesAPasswordThatIsValidThen() throws Exception {
    var answer = post("clock", "{\"advance\":\"PT13H\"}");

    assertThat(ecr.clock().instant()).isEqualTo(START.plus(Duration.ofHours(13)));
    assertThat(answer.body()).startsWith("{\"now\":\"2026-01-01T13:00:00Z\",\"password\":\"");
    assertThat(send("GET", "/v2/").statusCode()).isEqualTo(401);
    var password = answer.body().replaceAll("(?s).*\"password\":\"([^\"]+)\".*", "$1");
    try (var later = new RegistryHttp(ecr.endpoint(), RegistryHttp.basic("AWS:" + password))) {
      assertThat(later.send("GET", "/v2/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesWhatIsNoDuration() throws Exception {
    assertThat(post("clock", "{\"advance\":\"a month\"}").statusCode()).isEqualTo(400);
    assertThat(post("clock", "soon").body()).contains("\"error\":\"expected {");
    assertThat(ecr.clock().instant()).isEqualTo(START);
  }

  @Test
  void answersWhatItIsGivenPastTheAudit() throws Exception {
    ecr.audit().clear();

    assertThat(post("echo", "{}").body()).isEqualTo("{}\n");
    assertThat(post("fail", "it").statusCode()).isEqualTo(500);
    assertThat(post("fail", "it").body()).isEqualTo("{\"error\":\"failed on it\"}\n");
    assertThat(ecr.audit().entries()).isEmpty();
  }

  @Test
  void saysWhatItKnows() throws Exception {
    var answer = post("other", "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("POST /_local/clock", "POST /_local/echo", "POST /_local/fail");
  }

  private HttpResponse<String> post(String request, String body) throws Exception {
    return http.send("POST", "/_local/" + request, BodyPublishers.ofString(body));
  }
}
