package io.github.ecrconsolidation.registry;

import static software.amazon.awssdk.http.SdkHttpMethod.GET;

import io.github.ecrconsolidation.oci.Descriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import software.amazon.awssdk.http.SdkHttpClient;

/** Proves with few bytes that storage still has a blob. */
final class BlobProbe {
  /** Configs and small layers are worth reading whole; a layer of gigabytes is not. */
  private static final long WHOLE_UP_TO_BYTES = 1 << 20;

  private BlobProbe() {}

  /**
   * Asks storage for the blob, without {@code Authorization}, which it would refuse beside the
   * signature in the URL.
   */
  static void stored(SdkHttpClient http, URI location, Descriptor blob, Attempt attempt) {
    var request = HttpExchange.request(GET, location);
    var last = blob.sizeBytes() - 1;
    if (blob.sizeBytes() > WHOLE_UP_TO_BYTES) {
      request.putHeader("Range", "bytes=%d-%d".formatted(last, last));
    }
    try (var answer =
        HttpExchange.send(http, "GET blob", blob.digest(), request.build(), null, attempt)) {
      switch (answer.status()) {
        case 200 -> whole(answer, blob);
        case 206 -> lengthOf(answer, blob);
        default -> throw answer.refusal();
      }
    }
  }

  /** Reads the whole body, whatever its length, if it is short; else only opens it. */
  static void whole(HttpExchange answer, Descriptor blob) {
    if (blob.sizeBytes() > WHOLE_UP_TO_BYTES) {
      // Storage that knows no ranges: the body is cut, its beginning is all that is proven.
      read(answer, blob, 1);
      return;
    }
    try (var body = new VerifiedStream(answer.body(), blob)) {
      body.transferTo(OutputStream.nullOutputStream());
      answer.consumed();
    } catch (VerifiedStream.WrongBytes e) {
      throw RegistryException.failed(
          "GET blob",
          blob.digest(),
          RegistryException.DIGEST_MISMATCH,
          String.valueOf(e.getMessage()),
          e);
    } catch (IOException e) {
      throw broken(blob, e);
    }
  }

  private static void lengthOf(HttpExchange answer, Descriptor blob) {
    var range = answer.header("Content-Range").orElse("");
    if (!range.endsWith("/" + blob.sizeBytes())) {
      throw RegistryException.failed(
          "GET blob",
          blob.digest(),
          RegistryException.DIGEST_MISMATCH,
          "storage has %s, expected %d bytes".formatted(range, blob.sizeBytes()),
          null);
    }
    read(answer, blob, 1);
    answer.consumed();
  }

  private static void read(HttpExchange answer, Descriptor blob, int bytes) {
    try {
      if (answer.body().readNBytes(bytes).length < bytes) {
        throw RegistryException.failed(
            "GET blob", blob.digest(), RegistryException.CONNECTION, "the body is empty", null);
      }
    } catch (IOException e) {
      throw broken(blob, e);
    }
  }

  private static RegistryException broken(Descriptor blob, IOException e) {
    return RegistryException.failed(
        "GET blob", blob.digest(), RegistryException.CONNECTION, String.valueOf(e), e);
  }
}
