package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.Cleanup;
import io.github.ecrconsolidation.cleanup.CleanupTotals;
import io.github.ecrconsolidation.cleanup.LegacyRepository;
import io.github.ecrconsolidation.cleanup.Restoration;
import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Core;

/** The function that empties the legacy repositories, and by hand: a report, a restoration. */
public final class CleanupHandler extends ScheduledFunction {
  private static final String RUNBOOK = "docs/runbook.md, \"Job dead letters\"";

  /**
   * For Lambda: settings and clients from the environment.
   *
   * @throws IllegalArgumentException listing every wrong setting, before the first run
   */
  public CleanupHandler() {
    this(Settings.from(System.getenv()));
  }

  private CleanupHandler(Settings settings) {
    this(settings, () -> Wiring.fromEnvironment(settings), System.out::println);
    Core.getGlobalContext().register(this);
  }

  CleanupHandler(Settings settings, Supplier<Wiring> connect, Consumer<String> log) {
    super(settings, connect, log);
  }

  @Override
  JsonObject run(String input, CallContext calls) {
    var now = wiring().clock().instant();
    return switch (CleanupInput.parse(input, settings().mapping(), now)) {
      case CleanupInput.Clean clean -> clean(clean, calls);
      case CleanupInput.Restore(var repository) -> restore(repository, calls);
    };
  }

  private JsonObject clean(CleanupInput.Clean input, CallContext calls) {
    var begin = wiring().clock().instant();
    var ecr = wiring().ecr();
    var result =
        new Cleanup(
                input.policy(),
                settings().mapping(),
                ecr.reader(calls),
                ecr.cleanup(calls),
                new CleanupJournal(
                    settings().mapping().consolidated(), wiring().clock(), this::log),
                calls.deadline())
            .run();
    var now = wiring().clock().instant();
    var report =
        new CleanupReport(
            settings().mapping().consolidated(),
            input.policy(),
            input.settingsFrom(),
            result,
            CleanupTotals.of(result.plan().decisions().toList()),
            calls.transfers(),
            now,
            Duration.between(begin, now));
    report.lines().forEach(this::log);
    publish(report.events(), calls);
    throwIfAny(result.failures(), RUNBOOK);
    return report.answer(input.details());
  }

  /** What is told of a restoration. */
  private record Restored(
      String mode,
      String repository,
      int restored,
      int left,
      boolean complete,
      List<String> failures,
      String next,
      long requests) {}

  private JsonObject restore(RepositoryName repository, CallContext calls) {
    var result = new Restoration(wiring().ecr().cleanup(calls), calls.deadline()).run(repository);
    var answer =
        JsonObject.of(
            List.of(
                new Restored(
                    "restore",
                    repository.value(),
                    result.restored(),
                    result.left(),
                    result.complete(),
                    CappedTexts.of(result.failures()),
                    "pulls by the old name work within twenty minutes; to keep the repository out of later runs, give it the resource tag %s=true"
                        .formatted(LegacyRepository.HOLD_TAG),
                    calls.transfers().requests())));
    log(
        new LogLine(
                wiring().clock().instant(), result.failures().isEmpty() ? Level.INFO : Level.ERROR)
            .with("outcome", "Restored")
            .withAll(answer.members())
            .toString());
    publish(
        List.of(
            new BusEvent(
                "Legacy Images Restored",
                Map.of(
                    "repository-name",
                    repository.value(),
                    "consolidated-repository",
                    settings().mapping().consolidated().value(),
                    "restored-images",
                    result.restored(),
                    "left-images",
                    result.left()))),
        calls);
    throwIfAny(result.failures(), RUNBOOK);
    return answer;
  }
}
