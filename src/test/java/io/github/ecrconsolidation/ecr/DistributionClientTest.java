package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.ecr.ScriptedHttp.Answer;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent where, request by request; what registries do is in the contract. */
@Timeout(30)
class DistributionClientTest {
  private static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Descriptor BLOB = new Descriptor(Digest.of("layer".getBytes(UTF_8)), 5);
  private static final String SESSION = "https://registry.example/v2/session?_state=0";
  private static final String STORAGE = "https://storage.example/blob?X-Amz-Signature=secret";

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final CallContext context = new CallContext(Deadline.in(Duration.ofMinutes(5), clock));

  @Test
  void asksForAMountOfTheBlobInTheOtherRepository() {
    var http = new ScriptedHttp(Answer.of(201));

    assertThat(client(http).mount(BLOB, LEGACY, CONSOLIDATED, context)).isEmpty();

    assertThat(sent(http))
        .containsExactly(
            "POST https://registry.example/v2/data-platform-dev/blobs/uploads/?mount=%s&from=ml-platform%%2Fbackend Basic token1"
                .formatted(BLOB.digest()));
    assertThat(context.transfers().mountedBytes()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 409})
  void opensAnUploadWhenAMountIsRefused(int status) {
    var http = new ScriptedHttp(Answer.of(status), Answer.of(202).with("Location", SESSION));

    assertThat(client(http).mount(BLOB, LEGACY, CONSOLIDATED, context))
        .contains(new UploadSession(URI.create(SESSION)));

    assertThat(sent(http).getLast())
        .startsWith("POST https://registry.example/v2/data-platform-dev/blobs/uploads/ Basic ");
    assertThat(context.transfers().repeatedMounts()).isEqualTo(1);
    assertThat(context.transfers().mountedBlobs()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void asksForTheMountAgainWhenItMayStillBeGranted(int status) {
    var http = new ScriptedHttp(Answer.of(status), Answer.of(201));

    assertThat(client(http).mount(BLOB, LEGACY, CONSOLIDATED, context)).isEmpty();

    assertThat(context.transfers().repeatedMounts()).isZero();
  }

  @Test
  void opensAnUploadWhenNoMountIsGrantedHoweverOftenItIsAskedFor() {
    var attempts = LocalClients.impatient().maxAttempts();
    var script =
        new ArrayList<>(Collections.nCopies(attempts, 500).stream().map(Answer::of).toList());
    script.add(Answer.of(503));
    script.add(Answer.of(202).with("Location", SESSION));
    var http = new ScriptedHttp(script.toArray(Answer[]::new));

    assertThat(client(http).mount(BLOB, LEGACY, CONSOLIDATED, context))
        .contains(new UploadSession(URI.create(SESSION)));

    assertThat(sent(http)).filteredOn(request -> request.contains("?mount=")).hasSize(attempts);
    assertThat(context.transfers().repeatedMounts()).isEqualTo(1);
  }

  @Test
  void opensNoUploadInsteadOfAMountThatIsThrottled() {
    var attempts = LocalClients.impatient().maxAttempts();
    var http =
        new ScriptedHttp(
            Collections.nCopies(attempts, 429).stream().map(Answer::of).toArray(Answer[]::new));

    assertThatThrownBy(() -> client(http).mount(BLOB, LEGACY, CONSOLIDATED, context))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.isThrottling()).isTrue());
    assertThat(context.transfers().repeatedMounts()).isZero();
  }

  @Test
  void keepsTheTokenFromStorageAndHoldsNoRedirectWhileItStreams() {
    var redirect = Answer.of(307).with("Location", STORAGE);
    var http = new ScriptedHttp(redirect, Answer.of(200, "layer"), Answer.of(201));

    upload(http, SESSION);

    assertThat(sent(http))
        .containsExactly(
            "GET https://registry.example/v2/ml-platform/backend/blobs/%s Basic token1"
                .formatted(BLOB.digest()),
            "GET %s none".formatted(STORAGE),
            "PUT %s&digest=%s Basic token1".formatted(SESSION, BLOB.digest()));
    assertThat(redirect.isGivenBack()).isTrue();
    assertThat(context.transfers().streamedBytes()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example/session",
        "https://registry.example.elsewhere.example/session",
        "https://registry.example@elsewhere.example/session",
        "https://registry.example:8443/session",
        "http://registry.example/session",
        "http://registry.example:443/session"
      })
  void givesTheTokenToTheRegistrysOwnHostOnly(String session) {
    var http = new ScriptedHttp(Answer.of(307).with("Location", STORAGE), Answer.of(200, "layer"));

    var failure = catchThrowableOfType(RegistryException.class, () -> upload(http, session));

    assertThat(failure).hasMessageContaining("not on the registry's own host");
    assertThat(failure.kind()).isEqualTo(FailureKind.SURROUNDINGS);
    assertThat(sent(http)).hasSize(2).noneMatch(request -> request.startsWith("PUT"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://registry.example:443/session",
        "https://REGISTRY.example/session",
        "https://registry.example/session"
      })
  void knowsItsOwnHostHoweverItIsWritten(String session) {
    upload(
        new ScriptedHttp(
            Answer.of(307).with("Location", STORAGE), Answer.of(200, "layer"), Answer.of(201)),
        session);

    assertThat(context.transfers().streamedBlobs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void beginsABrokenUploadWithANewSession(boolean mountFails) {
    var other = "https://registry.example/v2/other";
    var http =
        new ScriptedHttp(
            Stream.of(
                    Stream.of(Answer.of(200, "layer"), Answer.of(500)),
                    Stream.of(Answer.of(500)).filter(_ -> mountFails),
                    Stream.of(
                        Answer.of(202).with("Location", other),
                        Answer.of(200, "layer"),
                        Answer.of(201)))
                .flatMap(answers -> answers)
                .toArray(Answer[]::new));

    upload(http, SESSION);

    assertThat(sent(http).getLast())
        .isEqualTo("PUT %s?digest=%s Basic token1".formatted(other, BLOB.digest()));
    assertThat(context.transfers().repeatedMounts()).isEqualTo(mountFails ? 1 : 0);
  }

  @Test
  void aMountThatIsGrantedInsteadEndsTheUpload() {
    var http = new ScriptedHttp(Answer.of(200, "layer"), Answer.of(500), Answer.of(201));

    upload(http, SESSION);

    assertThat(context.transfers().mountedBlobs()).isEqualTo(1);
    assertThat(context.transfers().streamedBlobs()).isZero();
  }

  @Test
  void uploadsWithoutAMountWhenMountsDoNotHelp() {
    var http =
        new ScriptedHttp(
            Answer.of(202).with("Location", SESSION), Answer.of(200, "layer"), Answer.of(201));

    client(http).uploadUnmounted(BLOB, LEGACY, CONSOLIDATED, context);

    assertThat(sent(http).getFirst()).doesNotContain("mount=");
    assertThat(context.transfers().repeatedMounts()).isEqualTo(1);
    assertThat(context.transfers().streamedBlobs()).isEqualTo(1);
  }

  @Test
  void downloadsWrongBytesTwiceAndNoMore() {
    var http =
        new ScriptedHttp(
            Answer.of(200, "Layer"),
            Answer.of(202).with("Location", SESSION),
            Answer.of(200, "Layer"));

    var failure = catchThrowableOfType(RegistryException.class, () -> upload(http, SESSION));

    assertThat(failure.code()).isEqualTo(RegistryCode.DIGEST_MISMATCH);
    assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE);
    assertThat(sent(http)).filteredOn(request -> request.startsWith("GET")).hasSize(2);
  }

  @Test
  void asksForANewSignedUrlOnce() {
    var denied = "<Error><Code>AccessDenied</Code></Error>";
    var http =
        new ScriptedHttp(
            Answer.of(307).with("Location", STORAGE),
            Answer.of(403, denied),
            Answer.of(202).with("Location", SESSION),
            Answer.of(307).with("Location", STORAGE),
            Answer.of(403, denied));

    assertThatThrownBy(() -> upload(http, SESSION))
        .hasMessageContaining(
            "GET blob ml-platform/backend@%s: AccessDenied (HTTP 403) from the storage storage.example"
                .formatted(BLOB.digest()))
        .hasMessageNotContaining("secret");
    assertThat(sent(http)).filteredOn(request -> request.contains(STORAGE)).hasSize(2);
  }

  @Test
  void logsInAgainWhenTheTokenMayBeTooOld() {
    var http = new ScriptedHttp(Answer.of(201), Answer.of(401), Answer.of(201));
    var client = client(http);
    client.mount(BLOB, LEGACY, CONSOLIDATED, context);
    clock.advance(Duration.ofMinutes(16));

    client.mount(
        BLOB, LEGACY, CONSOLIDATED, new CallContext(Deadline.in(Duration.ofHours(1), clock)));

    assertThat(sent(http).getLast()).endsWith("Basic token2");
  }

  @Test
  void logsInAgainAfterItLoggedOut() {
    var http = new ScriptedHttp(Answer.of(200), Answer.of(200));
    var client = client(http);
    client.ping(context);

    client.logOut();
    client.ping(context);

    assertThat(sent(http).getLast()).endsWith("Basic token2");
  }

  @Test
  void followsStorageThatLeadsElsewhereWithoutTheToken() {
    var other = "https://other.example/blob?X-Amz-Signature=other";
    var http =
        new ScriptedHttp(
            Answer.of(307).with("Location", STORAGE),
            Answer.of(307).with("Location", other),
            Answer.of(200, "layer"),
            Answer.of(201));

    upload(http, SESSION);

    assertThat(sent(http))
        .contains("GET %s none".formatted(STORAGE), "GET %s none".formatted(other));
    assertThat(context.transfers().streamedBlobs()).isEqualTo(1);
  }

  @Test
  void probesStorageThatLeadsElsewhere() {
    var http =
        new ScriptedHttp(
            Answer.of(307).with("Location", STORAGE),
            Answer.of(307).with("Location", STORAGE),
            Answer.of(200, "layer"));

    client(http).probe(BLOB, CONSOLIDATED, context);

    assertThat(sent(http).getLast()).isEqualTo("GET %s none".formatted(STORAGE));
  }

  @Test
  void followsStorageThatLeadsInCirclesNoFurtherThanFiveTimes() {
    var circle = new Answer[2 * (1 + 6) + 1];
    Arrays.setAll(circle, i -> Answer.of(307).with("Location", STORAGE));
    circle[7] = Answer.of(202).with("Location", SESSION);

    var http = new ScriptedHttp(circle);
    var failure = catchThrowableOfType(RegistryException.class, () -> upload(http, SESSION));

    assertThat(http.requests()).hasSize(circle.length);
    assertThat(failure.code()).isEqualTo("HTTP307");
    assertThat(failure.kind()).isEqualTo(FailureKind.SURROUNDINGS);
  }

  @Test
  void storageDoesNotLeadFromHttpsToHttp() {
    var http =
        new ScriptedHttp(
            Answer.of(307).with("Location", STORAGE),
            Answer.of(307).with("Location", "http://storage.example/blob"));

    assertThatThrownBy(() -> upload(http, SESSION))
        .hasMessageContaining("leads from https to http on storage.example");
  }

  @Test
  void aPingThatIsNotAnsweredIsCutOff() {
    var hasty = new CallContext(Deadline.in(Duration.ofMillis(1), clock));

    assertThatThrownBy(() -> client(new ScriptedHttp(Answer.never())).ping(hasty))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500})
  void aPingThatIsRefusedIsAFailure(int status) {
    assertThatThrownBy(() -> client(new ScriptedHttp(Answer.of(status))).ping(context))
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void probesWhatTheRegistryServesItself() {
    var answer = Answer.of(200, "layer");

    client(new ScriptedHttp(answer)).probe(BLOB, CONSOLIDATED, context);

    assertThat(answer.isGivenBack()).isTrue();
  }

  @Test
  void probesStorageWithoutTheToken() {
    var http = new ScriptedHttp(Answer.of(307).with("Location", STORAGE), Answer.of(200, "layer"));

    client(http).probe(BLOB, CONSOLIDATED, context);

    assertThat(sent(http).getLast()).isEqualTo("GET %s none".formatted(STORAGE));
  }

  private void upload(ScriptedHttp http, String session) {
    client(http)
        .upload(BLOB, LEGACY, CONSOLIDATED, new UploadSession(URI.create(session)), context);
  }

  private DistributionClient client(ScriptedHttp http) {
    var login =
        new RegistryLogin(new StubLogin(URI.create("https://registry.example"), clock), clock);
    return new DistributionClient(http, login, new Retries(LocalClients.impatient()));
  }

  private static List<String> sent(ScriptedHttp http) {
    return http.requests().stream()
        .map(request ->
            "%s %s %s"
                .formatted(
                    request.method(),
                    request.getUri(),
                    request.firstMatchingHeader("Authorization").orElse("none")))
        .toList();
  }
}
