package io.github.ecrconsolidation.localecr;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP door in front of a plain HTTP server that refuses clients speaking TLS at once. Docker and
 * skopeo try TLS first even where told it is not there; the JDK's server would let them wait for
 * ten seconds, as the first TLS record has no line end.
 */
final class PlainTextGate implements Closeable {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final String NO_TLS =
      "HTTP/1.0 400 Bad Request\r\n\r\nClient sent a TLS handshake to an HTTP server.\n";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket listener;
  private final int server;

  PlainTextGate(int port, int server) throws IOException {
    this.listener = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    this.server = server;
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Either side going away, in the middle of something or not, cuts the other. */
  private void serve(Socket client) {
    try (client) {
      var first = client.getInputStream().read();
      if (first == TLS_HANDSHAKE) {
        refuse(client);
        return;
      } else if (first < 0) {
        return;
      }
      try (var inner = new Socket(InetAddress.getLoopbackAddress(), server)) {
        client.setTcpNoDelay(true);
        inner.setTcpNoDelay(true);
        inner.getOutputStream().write(first);
        threads.execute(() -> pump(client, inner));
        pump(inner, client);
      }
    } catch (IOException _) {
      // Both sockets are closed by now, which is all a cut connection is.
    }
  }

  /**
   * As servers in Go do, of which clients in Go know that it means plain HTTP; crane takes a
   * connection that is just closed for a passing failure, and waits for a second.
   */
  private static void refuse(Socket client) throws IOException {
    client.getOutputStream().write(NO_TLS.getBytes(US_ASCII));
    client.shutdownOutput();
    // Closed with the rest of the handshake unread, the connection would be reset, answer and all.
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // As above.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
