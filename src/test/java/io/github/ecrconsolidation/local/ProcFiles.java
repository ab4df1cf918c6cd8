package io.github.ecrconsolidation.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** What Linux tells of a process in {@code /proc} (proc(5)). */
public record ProcFiles(long pid) {
  private static final String ESTABLISHED = "01";

  /** Skips the test, and says so, on an operating system without them. */
  public ProcFiles orSkip() {
    if (!Files.isReadable(directory().resolve("status"))) {
      var message = "SKIPPED: %s is not there to look at".formatted(directory());
      System.err.println(message);
      Assumptions.abort(message);
    }
    return this;
  }

  /** The most memory the process has held at any time, in MiB ({@code VmHWM}). */
  public long peakMemoryMiB() throws IOException {
    return Files.readAllLines(directory().resolve("status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow()
        >> 10;
  }

  /** The open TCP connections of the process to a server on this machine. */
  public long connectionsTo(URI server) throws IOException {
    var sockets = sockets();
    var port = ":%04X".formatted(server.getPort());
    var count = 0L;
    for (var table : List.of("net/tcp", "net/tcp6")) {
      for (var line : Files.readAllLines(directory().resolve(table))) {
        // sl, local_address, rem_address, st, queues, timer, retransmits, uid, timeout, inode
        var columns = line.strip().split("\\s+", -1);
        if (columns[2].endsWith(port)
            && columns[3].equals(ESTABLISHED)
            && sockets.contains("socket:[%s]".formatted(columns[9]))) {
          count++;
        }
      }
    }
    return count;
  }

  private Set<String> sockets() throws IOException {
    var targets = new HashSet<String>();
    try (var descriptors = Files.newDirectoryStream(directory().resolve("fd"))) {
      for (var descriptor : descriptors) {
        try {
          targets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException _) {
          // Closed since it was listed.
        }
      }
    }
    return targets;
  }

  private Path directory() {
    return Path.of("/proc", Long.toString(pid));
  }
}
