package io.github.ecrconsolidation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for this machine that is its own authority, for one run of a benchmark. */
final class BenchCertificate {
  private static final String PASSWORD = "changeit";

  private final Path store;
  private final Path pem;

  /** Made by the JDK's keytool, in files that go with this process. */
  BenchCertificate() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("bench-certificate");
    store = directory.resolve("bench.p12");
    pem = directory.resolve("bench.pem");
    List.of(directory, store, pem).forEach(it -> it.toFile().deleteOnExit());
    keytool(
        List.of(
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-ext",
            "bc=ca:true"));
    keytool(List.of("-exportcert", "-rfc", "-file", pem.toString()));
  }

  private void keytool(List<String> what) throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.command().addAll(what);
    command
        .command()
        .addAll(List.of("-alias", "bench", "-keystore", store.toString(), "-storepass", PASSWORD));
    if (command.redirectErrorStream(true).start().waitFor() != 0) {
      throw new IOException("keytool failed: " + command.command());
    }
  }

  /** For a server that has it. */
  SSLContext context() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** What makes a JVM trust it, as arguments of {@code java}. */
  List<String> jvmFlags() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** What makes the clients of this JVM trust it, if none has connected yet. */
  void trustHere() {
    System.setProperty("javax.net.ssl.trustStore", store.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
  }

  /** For {@code SSL_CERT_FILE}, which Go's programs read. */
  Path pem() {
    return pem;
  }
}
