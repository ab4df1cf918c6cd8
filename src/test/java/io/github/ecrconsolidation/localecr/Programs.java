package io.github.ecrconsolidation.localecr;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs of the operating system that tests ask for a second opinion. */
public final class Programs {
  private Programs() {}

  /** Skips the test, and says so, where the program is not installed. */
  public static void require(String program) {
    var installed =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (!installed) {
      var message = "SKIPPED: '%s' is not installed, so nothing was compared".formatted(program);
      System.err.println(message);
      Assumptions.abort(message);
    }
  }

  /** Runs to the end and returns what was printed; fails if the program did. */
  public static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("%s\n%s".formatted(String.join(" ", command), printed));
    }
    return printed;
  }
}
