package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.ecr.ScriptedHttp.Answer;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobProbeTest {
  private static final URI STORAGE = URI.create("https://storage.example/blob?signed");
  private static final Descriptor SMALL = new Descriptor(Digest.of("small".getBytes(UTF_8)), 5);
  private static final long LARGE_SIZE = 5_000_000;
  private static final Descriptor LARGE = new Descriptor(SMALL.digest(), LARGE_SIZE);

  private final CallContext context =
      new CallContext(
          Deadline.in(
              Duration.ofMinutes(5), InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"))));

  @Test
  void readsASmallBlobWhole() {
    var answer = Answer.of(200, "small");
    var http = new ScriptedHttp(answer);

    BlobProbe.stored(http, STORAGE, SMALL, "a@b", context);

    assertThat(http.requests().getFirst().headers()).doesNotContainKeys("Range", "Authorization");
    assertThat(answer.isGivenBack()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "smal", "smaLl", "small and more"})
  void findsThatASmallBlobIsAnother(String body) {
    assertThat(failure(Answer.of(200, body), SMALL).code()).isEqualTo(RegistryCode.DIGEST_MISMATCH);
  }

  @Test
  void readsTheLastByteOfALargeBlob() {
    var answer = Answer.of(206, "x").with("Content-Range", "bytes 4999999-4999999/5000000");
    var http = new ScriptedHttp(answer);

    BlobProbe.stored(http, STORAGE, LARGE, "a@b", context);

    assertThat(http.requests().getFirst().firstMatchingHeader("Range"))
        .contains("bytes=4999999-4999999");
    assertThat(answer.isGivenBack()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 4999999-4999999/4999999",
        "bytes 4999999-4999999/15000000",
        "bytes 0-0/5000000",
        "bytes */5000000",
        "5000000"
      })
  void refusesAnotherPartThanTheLastByte(String contentRange) {
    var failure = failure(Answer.of(206, "x").with("Content-Range", contentRange), LARGE);

    assertThat(failure).hasMessageContaining(contentRange);
    assertThat(failure.code()).isEqualTo(RegistryCode.DIGEST_MISMATCH);
  }

  @Test
  void refusesAPartThatDoesNotSayWhichItIs() {
    assertThat(failure(Answer.of(206, "x"), LARGE).code()).isEqualTo(RegistryCode.DIGEST_MISMATCH);
  }

  @Test
  void refusesAPartWithoutABody() {
    var answer = Answer.of(206).with("Content-Range", "bytes 4999999-4999999/5000000");

    assertThat(failure(answer, LARGE).code()).isEqualTo(RegistryCode.CONNECTION);
  }

  @Test
  void opensALargeBlobWhereNoRangesAreKnownAndCutsItOff() {
    var answer = Answer.of(200, "the beginning of a large blob");

    assertThatCode(() -> BlobProbe.stored(new ScriptedHttp(answer), STORAGE, LARGE, "a@b", context))
        .doesNotThrowAnyException();
    assertThat(answer.isCut()).isTrue();
  }

  @Test
  void tellsWhatStorageSays() {
    var failure = failure(Answer.of(403, "<Error><Code>AccessDenied</Code></Error>"), SMALL);

    assertThat(failure).hasMessageContaining("a@b: AccessDenied (HTTP 403)");
  }

  private RegistryException failure(Answer answer, Descriptor blob) {
    return catchThrowableOfType(
        RegistryException.class,
        () -> BlobProbe.stored(new ScriptedHttp(answer), STORAGE, blob, "a@b", context));
  }
}
