package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.ecr.ScriptedHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;

@Timeout(30)
class HttpExchangeTest {
  private static final String SECRET = "X-Amz-Signature=secret";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  private final CallContext context = attempt(Duration.ofMinutes(5));

  @Test
  void sendsTheQueryAsItIsGiven() {
    var http = new ScriptedHttp(Answer.of(200));

    send(http, URI.create("https://storage.example/blob?z=1&a=%2F&X-Amz-Signature=s")).close();

    assertThat(http.requests().getFirst().getUri())
        .hasToString("https://storage.example/blob?z=1&a=%2F&X-Amz-Signature=s");
  }

  @Test
  void givesTheConnectionBackWhenNoBodyFlows() {
    var answer = Answer.of(202, "nothing to read");

    exchange(answer).close();

    assertThat(answer.isGivenBack()).isTrue();
  }

  @Test
  void cutsTheConnectionWhileABodyFlows() throws IOException {
    var answer = Answer.of(200, "a long layer");

    try (var exchange = exchange(answer)) {
      assertThat(exchange.body().read()).isEqualTo('a');
    }

    assertThat(answer.isCut()).isTrue();
  }

  @Test
  void givesTheConnectionBackWhenTheBodyWasReadToItsEnd() throws IOException {
    var answer = Answer.of(200, "a layer");

    try (var exchange = exchange(answer)) {
      assertThat(exchange.body().readAllBytes()).hasSize(7);
      exchange.consumed();
    }

    assertThat(answer.isGivenBack()).isTrue();
  }

  @Test
  void readsTheFirstErrorOfTheRegistry() {
    var body = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"},{\"code\":\"OTHER\"}]}";

    var refusal = exchange(Answer.of(403, body)).refusal();

    assertThat(refusal).hasMessage("GET blob a@b: DENIED (HTTP 403) no");
    assertThat(refusal.code()).isEqualTo("DENIED");
    assertThat(refusal.retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{\"errors\":[]}", "{\"errors\":7}"})
  void makesACodeOfTheStatusWhenThereIsNoError(String body) {
    assertThat(exchange(Answer.of(502, body)).refusal().code()).isEqualTo("HTTP502");
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "0, 0", "12345,", "Wed,", "-1,"})
  void readsHowLongToWait(String header, Long seconds) {
    var refusal = exchange(Answer.of(429).with("Retry-After", header)).refusal();

    assertThat(refusal.retryAfter().map(Duration::toSeconds).orElse(null)).isEqualTo(seconds);
  }

  @Test
  void quotesStorageWithItsCodeAndHostAndNothingElse() {
    var body =
        "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>%s</Message></Error>"
            .formatted(SECRET);

    var refusal = exchange(Answer.of(404, body)).storageRefusal();

    assertThat(refusal)
        .hasMessage("GET blob a@b: NoSuchKey (HTTP 404) from the storage registry.example");
    assertThat(refusal.isWorthASecondTry()).isTrue();
    assertThat(refusal.kind()).isEqualTo(FailureKind.IMAGE);
  }

  @Test
  void storageThatWantsToBeLeftAloneIsNotAskedAgainAtOnce() {
    var refusal = exchange(Answer.of(503, "<Code>SlowDown</Code>")).storageRefusal();

    assertThat(refusal.isTransient()).isTrue();
    assertThat(refusal.isWorthASecondTry()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://storage.example/blob?q=1, https://storage.example/blob?q=1",
    "/v2/blob, https://registry.example/v2/blob",
    "https://registry.example:443/x, https://registry.example:443/x"
  })
  void resolvesALocation(String location, URI expected) {
    assertThat(exchange(Answer.of(307).with("Location", location)).redirect()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.example/a b?X-Amz-Signature=secret",
        "mailto:secret",
        "https:///secret"
      })
  void aLocationThatIsNoUriIsNotQuoted(String location) {
    var exchange = exchange(Answer.of(307).with("Location", location));

    assertThatThrownBy(exchange::location)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("HTTP 307 without a Location that is the URI of a host")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void blamesNoImageForALocationThatIsMissing() {
    var failure = catchThrowableOfType(RegistryException.class, exchange(Answer.of(202))::location);

    assertThat(failure.kind()).isEqualTo(FailureKind.SURROUNDINGS);
    assertThat(failure.code()).isEqualTo(RegistryCode.UNSAFE_LOCATION);
  }

  @Test
  void isNotLedFromHttpsToHttp() {
    var exchange =
        exchange(Answer.of(307).with("Location", "http://storage.example/blob?" + SECRET));

    var failure = catchThrowableOfType(RegistryException.class, exchange::redirect);

    assertThat(failure)
        .hasMessageContaining("leads from https to http on storage.example")
        .hasMessageNotContaining("secret");
    assertThat(failure.kind()).isEqualTo(FailureKind.SURROUNDINGS);
  }

  @Test
  void followsOnlyRedirects() {
    var exchange = exchange(Answer.of(404).with("Location", "https://storage.example/blob"));

    assertThatThrownBy(exchange::redirect).hasMessageContaining("HTTP404");
  }

  @Test
  void beginsNothingWhenNoTimeIsLeft() {
    var http = new ScriptedHttp(Answer.of(200));

    assertThatThrownBy(() -> send(http, attempt(Duration.ZERO)))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
    assertThat(http.requests()).isEmpty();
  }

  @Test
  void cutsOffWhatIsNotAnsweredInTime() {
    var hasty = attempt(Duration.ofMillis(1));

    assertThatThrownBy(() -> send(new ScriptedHttp(Answer.never()), hasty))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
  }

  @Test
  void aConnectionThatBreaksByItselfIsNoMatterOfTime() {
    assertThat(exchange(Answer.of(200)).broken(new IOException("reset")).code())
        .isEqualTo(RegistryCode.CONNECTION);
  }

  private HttpExchange exchange(Answer answer) {
    return send(new ScriptedHttp(answer), context);
  }

  private static HttpExchange send(ScriptedHttp http, CallContext context) {
    var uri = URI.create("https://registry.example/v2/a/blobs/b");
    var request = HttpExchange.request(SdkHttpMethod.GET, uri).build();
    return HttpExchange.send(http, "GET blob", "a@b", request, null, context);
  }

  private HttpExchange send(ScriptedHttp http, URI uri) {
    var request = HttpExchange.request(SdkHttpMethod.GET, uri).build();
    return HttpExchange.send(http, "GET blob", "a@b", request, null, context);
  }

  private static CallContext attempt(Duration left) {
    return new CallContext(Deadline.in(left, CLOCK));
  }
}
