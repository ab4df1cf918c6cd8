package io.github.ecrconsolidation.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/** One invocation of a function that reads its input from a stream. */
public final class LocalInvocation {
  private LocalInvocation() {}

  /** What {@code function} answers to {@code input} when it has {@code left} of its time. */
  public static String answer(
      RequestStreamHandler function, String input, Duration left, Consumer<String> log) {
    var answer = new ByteArrayOutputStream();
    try {
      function.handleRequest(
          new ByteArrayInputStream(input.getBytes(UTF_8)),
          answer,
          LocalContext.withRemaining(left, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString(UTF_8);
  }
}
