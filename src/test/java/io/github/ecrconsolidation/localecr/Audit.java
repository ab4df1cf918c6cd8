package io.github.ecrconsolidation.localecr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Every call that came, in the order of answers; what tests count. */
public final class Audit {
  /**
   * One call.
   *
   * @param operation a JSON operation such as {@code DescribeImages}, a registry one such as {@code
   *     PUT manifest} or {@code POST mount}, or {@code GetObject} for bytes from the layer storage
   * @param subjects the digests, tags, upload ids and further repositories named, a repository by
   *     its name or ARN
   * @param status the HTTP status, or 0 if the client went away before its answer
   * @param bytesOut the bytes the answer announced, even if a fault then cut them
   * @param arrived when its head was read, in nanoseconds of {@link System#nanoTime}
   * @param answered when its answer was about to be sent, likewise
   */
  public record Entry(
      String operation,
      String repository,
      List<String> subjects,
      int status,
      long bytesIn,
      long bytesOut,
      long arrived,
      long answered) {}

  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());

  void record(Entry entry) {
    entries.add(entry);
  }

  public List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  public List<Entry> entries(String operation) {
    return entries().stream().filter(entry -> entry.operation().equals(operation)).toList();
  }

  public long count(String operation) {
    return entries(operation).size();
  }

  public long count(String operation, int status) {
    return entries(operation).stream().filter(entry -> entry.status() == status).count();
  }

  public long count(Predicate<Entry> predicate) {
    return entries().stream().filter(predicate).count();
  }

  /** Bytes of layers and configs that left the layer storage: zero if all were mounted. */
  public long blobBytesDownloaded() {
    return entries("GetObject").stream().mapToLong(Entry::bytesOut).sum();
  }

  public void clear() {
    entries.clear();
  }
}
