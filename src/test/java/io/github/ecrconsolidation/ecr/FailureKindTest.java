package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, 400",
    "TOOMANYREQUESTS, 429",
    "ServerException, 500",
    "HTTP503, 503",
    "HTTP408, 408",
    "HTTP429, 429",
    "HTTP500, 500",
    "SlowDown, 503",
    "RequestTimeout, 400",
    "ExpiredTokenException, 400",
    "LayersNotFoundException, 400",
    "ReferencedImagesNotFoundException, 400",
    "UpstreamUnavailable, 200",
    "BLOB_UPLOAD_UNKNOWN, 404",
    "BLOB_UPLOAD_INVALID, 416",
    "DIGEST_INVALID, 400",
    "ConnectionFailed, 0",
    "OutOfTime, 0",
    "Throttled, 0"
  })
  void mayPassByItself(String code, int status) {
    assertThat(FailureKind.of(code, status)).isEqualTo(FailureKind.TRANSIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "ImageTagAlreadyExistsException, 400",
    "ImageNotActive, 400",
    "ImageNotFound, 200",
    "ImageInaccessible, 200",
    "InvalidParameterException, 400",
    "BLOB_UNKNOWN, 404",
    "UNSUPPORTED, 405",
    "NoSuchKey, 404",
    "DigestMismatch, 0",
    "UnexpectedAnswer, 0"
  })
  void isAboutTheImage(String code, int status) {
    assertThat(FailureKind.of(code, status)).isEqualTo(FailureKind.IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, 400",
    "LimitExceededException, 400",
    "KmsException, 400",
    "KmsError, 200",
    "UpstreamAccessDenied, 200",
    "RepositoryNotFoundException, 400",
    "UnrecognizedClientException, 400",
    "InvalidSignatureException, 400",
    "UNAUTHORIZED, 401",
    "DENIED, 403",
    "NAME_UNKNOWN, 404",
    "HTTP403, 403",
    "HTTP404, 404",
    "AccessDenied, 403",
    "UnsafeLocation, 0",
    "SomethingNew, 400"
  })
  void isOfTheSurroundingsAsIsWhateverIsUnknown(String code, int status) {
    assertThat(FailureKind.of(code, status)).isEqualTo(FailureKind.SURROUNDINGS);
  }

  @Test
  void theRunbookSaysWhatToDoAboutEachCodeOfARefusal() throws IOException {
    var table =
        Files.readAllLines(Path.of("docs/runbook.md")).stream()
            .dropWhile(line -> !line.startsWith("| `code` of a refusal |"))
            .takeWhile(line -> line.startsWith("|"));
    var codes =
        table
            .map(row -> row.split("\\|", -1)[1])
            .flatMap(cell -> Pattern.compile("`(\\w+)`").matcher(cell).results())
            .map(match -> match.group(1));

    assertThat(codes).containsAll(FailureKind.ABOUT_THE_IMAGE);
  }
}
