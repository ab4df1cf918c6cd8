package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.events.MirrorQueue;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.reconcile.ReconcileResult;
import io.github.ecrconsolidation.reconcile.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Core;

/** The function that reconciles what events missed, and by hand: a backfill, a preflight. */
public final class ReconcileHandler extends ScheduledFunction {
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

  @Override
  JsonObject run(String text, CallContext calls) {
    var input = ReconcileInput.parse(text);
    var begin = wiring().clock().instant();
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
      publish(List.of(report.event()), calls);
      throwIfAny(result.failures(), PreflightFinding.RUNBOOK);
    }
    return report.answer();
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
}
