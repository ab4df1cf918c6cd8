package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.oci.Digest;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Enough hashing and ciphering before a SnapStart snapshot for the JIT to replace both by the
 * processor's own instructions.
 */
final class JitWarmUp {
  /** Both loops are compiled by the JIT's last tier well before this many bytes. */
  private static final int BYTES = 64 << 20;

  private JitWarmUp() {}

  /** Hashes and ciphers. */
  static void compile() {
    hash();
    encrypt();
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
