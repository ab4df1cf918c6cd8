package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's {@code docker-registry} (CNCF distribution) as a process on a free port. */
public final class DockerRegistry implements AutoCloseable {
  private final Process process;
  private final URI endpoint;

  /** Returns when the registry listens. */
  public DockerRegistry(Path directory) throws IOException {
    var port = freePort();
    var config =
        """
        version: 0.1
        storage:
          filesystem: {rootdirectory: "%s"}
          delete: {enabled: true}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(directory.resolve("storage"), port);
    var file = Files.writeString(directory.resolve("config.yml"), config);
    endpoint = URI.create("http://127.0.0.1:" + port);
    process =
        new ProcessBuilder("docker-registry", "serve", file.toString())
            .redirectErrorStream(true)
            .start();
    awaitListening();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws IOException {
    var log = process.inputReader();
    var printed = new StringBuilder();
    while (printed.indexOf("listening on") < 0) {
      var line = log.readLine();
      if (line == null) {
        throw new IOException("docker-registry did not start:\n" + printed);
      }
      printed.append(line).append('\n');
    }
    // What it logs from here on nobody reads; unread, it would block the process.
    Thread.startVirtualThread(() -> log.lines().forEach(_ -> {}));
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
