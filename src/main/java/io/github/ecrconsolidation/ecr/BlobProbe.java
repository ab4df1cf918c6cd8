package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Descriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;

/** Proves with few bytes that storage still has a blob. */
final class BlobProbe {
  /** Configs and small layers are worth reading whole; a layer of gigabytes is not. */
  private static final long WHOLE_UP_TO_BYTES = 1 << 20;

  private BlobProbe() {}

  /** Asks storage for the blob: for the whole, or the last byte if it is large. */
  static void stored(
      SdkHttpClient http, URI location, Descriptor blob, String subject, CallContext context) {
    var last = blob.sizeBytes() - 1;
    Map<String, String> range =
        blob.sizeBytes() > WHOLE_UP_TO_BYTES
            ? Map.of("Range", "bytes=%d-%d".formatted(last, last))
            : Map.of();
    try (var answer = HttpExchange.stored(http, subject, location, range, context)) {
      switch (answer.status()) {
        case 200 -> whole(answer, blob);
        case 206 -> lastByte(answer, blob, subject);
        default -> throw answer.storageRefusal();
      }
    }
  }

  /** Reads the whole body, whatever its length, if it is short; else only opens it. */
  static void whole(HttpExchange answer, Descriptor blob) {
    if (blob.sizeBytes() > WHOLE_UP_TO_BYTES) {
      // Storage that knows no ranges: the body is cut, its beginning is all that is proven.
      read(answer);
      return;
    }
    try (var body = new VerifiedStream(answer.body(), blob)) {
      body.transferTo(OutputStream.nullOutputStream());
      answer.consumed();
    } catch (IOException e) {
      throw answer.broken(e);
    }
  }

  /** Only who has the whole blob knows its length and what comes last. */
  private static void lastByte(HttpExchange answer, Descriptor blob, String subject) {
    var last = blob.sizeBytes() - 1;
    var expected = "bytes %d-%d/%d".formatted(last, last, blob.sizeBytes());
    var found = answer.header("Content-Range");
    if (!found.equals(Optional.of(expected))) {
      throw RegistryException.failed(
          "GET blob",
          subject,
          RegistryCode.DIGEST_MISMATCH,
          "storage has '%s', expected '%s'".formatted(found.orElse(""), expected),
          null);
    }
    read(answer);
    answer.consumed();
  }

  private static void read(HttpExchange answer) {
    try {
      if (answer.body().read() < 0) {
        throw answer.broken(new IOException("the body is empty"));
      }
    } catch (IOException e) {
      throw answer.broken(e);
    }
  }
}
