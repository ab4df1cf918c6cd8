package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Lambda function on a schedule, and by hand: one run, one answer, one log line for it, and
 * events. A run with failures does everything else first, and then fails. Public, as Lambda's
 * runtime invokes the method by reflection.
 */
public abstract class ScheduledFunction extends SnapStartWarmUp implements RequestStreamHandler {
  /** What must be left to begin something: time for a throttled call to end, and to report. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** How much of the margin the events about it may take. */
  private static final Duration TO_PUBLISH = Duration.ofSeconds(30);

  ScheduledFunction(Settings settings, Supplier<Wiring> connect, Consumer<String> log) {
    super(settings, connect, log);
  }

  /**
   * Runs once and answers with the report.
   *
   * @throws IllegalArgumentException when the input or settings are wrong; nothing was called then
   * @throws IllegalStateException when the run failed, after it was reported
   */
  @Override
  public final void handleRequest(InputStream in, OutputStream answer, Context context)
      throws IOException {
    var input = new String(in.readAllBytes(), UTF_8);
    var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
    var calls = new CallContext(Deadline.in(left, wiring().clock()));
    answer.write(JsonObject.write(run(input, calls).members()).getBytes(UTF_8));
  }

  /** Does what {@code input} asks for, and returns the answer. */
  abstract JsonObject run(String input, CallContext calls);

  /** Puts the events about a run on the bus. */
  final void publish(List<BusEvent> events, CallContext calls) {
    publish(events, calls.deadline().plus(TO_PUBLISH));
  }

  /**
   * Ends a run that was reported and had failures.
   *
   * @param runbook where an operator reads what to do
   */
  static void throwIfAny(List<String> failures, String runbook) {
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          "the run failed; its report is in the log, and %s, says what to do:\n- %s"
              .formatted(runbook, String.join("\n- ", CappedTexts.of(failures))));
    }
  }
}
