package io.github.ecrconsolidation.localecr;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP door in front of a plain HTTP server that shuts at once on clients speaking TLS. Docker and
 * skopeo try TLS first even where told it is not there; the JDK's server would let them wait for
 * ten seconds, as the first TLS record has no line end.
 */
final class PlainTextGate implements Closeable {
  private static final int TLS_HANDSHAKE = 0x16;

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
      if (first == TLS_HANDSHAKE || first < 0) {
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
