package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.MirrorQueue;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.reconcile.ReconcileResult;
import io.github.ecrconsolidation.reconcile.Reconciliation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Core;

/**
 * The Lambda function on the schedule, and by hand for the backfill: one run, one answer, one log
 * line, one event. A run in which something could not be read or requested does all else first, and
 * then fails.
 */
public final class ReconcileHandler extends SnapStartWarmUp implements RequestStreamHandler {
  /** What must be left to begin something: time for a throttled call to end, and to report. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** How much of the margin the event about it may take. */
  private static final Duration TO_PUBLISH = Duration.ofSeconds(30);

  /**
   * For Lambda: settings and clients from the environment.
   *
   * @throws IllegalArgumentException listing every wrong setting, before the first run
   */
  public ReconcileHandler() {
    this(Settings.from(System.getenv()));
  }

  private ReconcileHandler(Settings settings) {
    this(settings, () -> Wiring.fromEnvironment(settings).withQueue(settings), System.out::println);
    Core.getGlobalContext().register(this);
  }

  ReconcileHandler(Settings settings, Supplier<Wiring> connect, Consumer<String> log) {
    super(settings, connect, log);
  }

  /**
   * Runs once and answers with the report.
   *
   * @throws IllegalArgumentException when the input is not understood; nothing was called then
   * @throws IllegalStateException when the run failed, after it was reported
   */
  @Override
  public void handleRequest(InputStream in, OutputStream answer, Context context)
      throws IOException {
    var input = ReconcileInput.parse(new String(in.readAllBytes(), UTF_8));
    var begin = wiring().clock().instant();
    var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
    var calls = new CallContext(Deadline.in(left, wiring().clock()));
    var result = run(input, calls, begin);
    var now = wiring().clock().instant();
    var report =
        new ReconcileReport(
            settings().mapping().consolidated(),
            input,
            result,
            calls.transfers(),
            Duration.between(begin, now));
    log(report.line(now));
    if (!input.preflight()) {
      publish(List.of(report.event()), calls.deadline().plus(TO_PUBLISH));
      fail(result);
    }
    answer.write(JsonObject.write(report.answer().members()).getBytes(UTF_8));
  }

  private ReconcileResult run(ReconcileInput input, CallContext calls, Instant now) {
    var reconciliation =
        new Reconciliation(
            settings().mapping(),
            wiring().ecr().reader(calls),
            wiring().bus(),
            () -> wiring().queue().map(MirrorQueue::backlog).orElse(0L),
            calls.deadline(),
            settings().mirrorRoleArn(),
            settings().ownsConsolidatedRepository());
    var youngSince = input.backfill() ? Instant.MIN : now.minus(settings().reconcileWindow());
    return input.preflight()
        ? reconciliation.preflight(youngSince)
        : reconciliation.run(youngSince, input.requestsNothing());
  }

  private static void fail(ReconcileResult result) {
    if (!result.failures().isEmpty()) {
      throw new IllegalStateException(
          "the run failed; its report is in the log, and %s, says what to do:\n- %s"
              .formatted(PreflightFinding.RUNBOOK, String.join("\n- ", result.failures())));
    }
  }
}
