package io.github.ecrconsolidation.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.registry.Attempt;
import io.github.ecrconsolidation.registry.Deadline;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a function does before its SnapStart snapshot, so that a restored one answers at full speed:
 * one image mirrored against canned answers, one real login and connection, and enough hashing and
 * ciphering for the JIT to replace both by the processor's own instructions.
 */
final class Primer {
  /** Both loops are compiled by the JIT's last tier well before this many bytes. */
  private static final int BYTES = 64 << 20;

  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private Primer() {}

  /**
   * Goes through everything once; nothing is changed in the registry.
   *
   * @throws io.github.ecrconsolidation.registry.RegistryException when the registry does not answer
   */
  static void prime(Wiring wiring, Settings settings) {
    hash();
    encrypt();
    rehearse(settings, _ -> {});
    wiring
        .ecr()
        .prime(
            new ImageReference(settings.mapping().consolidated(), new Tag("primer")),
            new Attempt(Deadline.in(AT_MOST, wiring.clock())));
  }

  /**
   * Mirrors an image that does not exist, as the real calls could not without changing anything: a
   * restored function needs half the time for its first message then.
   */
  static void rehearse(Settings settings, Consumer<String> log) {
    var message = new SQSMessage();
    message.setMessageId("rehearsal");
    message.setBody(
        JsonObject.write(
            Map.of(
                "source", "aws.ecr",
                "detail-type", "ECR Image Action",
                "region", "us-east-1",
                "account", "123456789012",
                "detail",
                    Map.of(
                        "action-type", "PUSH",
                        "result", "SUCCESS",
                        "repository-name", settings.namespace() + "/rehearsal",
                        "image-digest", CannedAws.IMAGE.value(),
                        "image-tag", "v1"))));
    new MirrorHandler(settings, () -> Wiring.canned(settings), log)
        .handle(
            List.of(message),
            Duration.ofMinutes(1),
            "arn:aws:lambda:us-east-1:123456789012:function:rehearsal");
  }

  private static void hash() {
    var hash = Digest.algorithm();
    var chunk = new byte[64 << 10];
    for (var done = 0; done < BYTES; done += chunk.length) {
      hash.update(chunk);
    }
    Digest.of(hash);
  }

  /** In TLS records of 16 KiB, the key and nonces of no value. */
  private static void encrypt() {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      var key = new SecretKeySpec(new byte[16], "AES");
      var record = new byte[16 << 10];
      var nonce = new byte[12];
      for (var done = 0; done < BYTES; done += record.length) {
        // GCM refuses the same nonce twice.
        nonce[0]++;
        nonce[1] += nonce[0] == 0 ? (byte) 1 : 0;
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        cipher.doFinal(record);
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has AES/GCM", e);
    }
  }
}
