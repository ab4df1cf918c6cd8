package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Runs command lines for tests, and keeps what the last one printed. */
final class Terminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** The exit code of the command line {@code arguments}. */
  int run(String... arguments) {
    return run(Map.of(), "", arguments);
  }

  int run(Map<String, String> environment, String input, String... arguments) {
    return run(environment, new ByteArrayInputStream(input.getBytes(UTF_8)), arguments);
  }

  int run(Map<String, String> environment, InputStream input, String... arguments) {
    out.reset();
    err.reset();
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(err, true, UTF_8)) {
      return new Main(new Console(environment, input, to, errors)).run(List.of(arguments));
    }
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
