package io.github.ecrconsolidation.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLSocketFactory;

/**
 * Moves one layer from the storage into an upload with nothing but two sockets and a buffer: no
 * digest is checked. What no program can be much faster than. Arguments: registry, login, digest,
 * bytes.
 */
final class BarePipe {
  private static final int BUFFER = 256 << 10;

  private BarePipe() {}

  public static void main(String[] arguments) throws IOException {
    var registry = URI.create(arguments[0]);
    var login = "Basic " + arguments[1];
    var digest = arguments[2];
    var size = Long.parseLong(arguments[3]);
    var source =
        location(registry.resolve("/v2/" + MirrorBench.LEGACY + "/blobs/" + digest), "GET", login);
    var session =
        location(
            registry.resolve("/v2/" + MirrorBench.CONSOLIDATED + "/blobs/uploads/"), "POST", login);
    copy(source, URI.create(session + "&digest=" + digest), login, size);
  }

  private static URI location(URI uri, String method, String login) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", login);
    return URI.create(connection.getHeaderField("Location"));
  }

  private static void copy(URI source, URI session, String login, long size) throws IOException {
    try (var download = connect(source);
        var upload = connect(session)) {
      send(download, "GET", source, "");
      send(
          upload,
          "PUT",
          session,
          "Authorization: %s\r\nContent-Length: %d\r\n".formatted(login, size));
      var in = download.getInputStream();
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.read());
      }
      var out = upload.getOutputStream();
      var buffer = new byte[BUFFER];
      for (var left = size; left > 0; ) {
        var read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        out.write(buffer, 0, read);
        left -= read;
      }
      var status = new BufferedReader(new InputStreamReader(upload.getInputStream(), US_ASCII));
      var line = status.readLine();
      if (!line.contains(" 201 ")) {
        throw new IOException(line);
      }
    }
  }

  private static Socket connect(URI uri) throws IOException {
    return uri.getScheme().equals("https")
        ? SSLSocketFactory.getDefault().createSocket(uri.getHost(), uri.getPort())
        : new Socket(uri.getHost(), uri.getPort());
  }

  private static void send(Socket socket, String method, URI uri, String headers)
      throws IOException {
    var head =
        "%s %s?%s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
            .formatted(method, uri.getRawPath(), uri.getRawQuery(), uri.getAuthority(), headers);
    socket.getOutputStream().write(head.getBytes(US_ASCII));
  }
}
