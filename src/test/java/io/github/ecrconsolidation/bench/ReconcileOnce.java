package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.lambda.ReconcileHandler;
import io.github.ecrconsolidation.local.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One run of the reconciler in a process of its own, configured by the environment as in Lambda:
 * prints its result, and what it took of processor and memory.
 */
final class ReconcileOnce {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private ReconcileOnce() {}

  public static void main(String[] arguments) throws IOException {
    var handler = new ReconcileHandler();
    var answer = new ByteArrayOutputStream();
    var begin = System.nanoTime();
    handler.handleRequest(
        new ByteArrayInputStream(arguments[0].getBytes(StandardCharsets.UTF_8)),
        answer,
        LocalContext.withRemaining(Duration.ofMinutes(15), System.err::println));
    var took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.println("RESULT " + answer.toString(StandardCharsets.UTF_8));
    System.out.printf(
        "TOOK %.1f s, %.1f s of processor in all, peak heap in use %d MB, peak resident %d MB%n",
        took.toMillis() / 1000.0,
        ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L)
            / 1000.0,
        peakHeap() >> 20,
        peakResidentKilobytes() >> 10);
  }

  /** Garbage included: what the collector let stand. */
  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static long peakResidentKilobytes() throws IOException {
    var status = Path.of("/proc/self/status");
    var peak = PEAK.matcher(Files.exists(status) ? Files.readString(status) : "");
    return peak.find() ? Long.parseLong(peak.group(1)) : 0;
  }
}
