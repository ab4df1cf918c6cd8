package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.ecrconsolidation.cleanup.Cleanup;
import io.github.ecrconsolidation.cleanup.CleanupTotals;
import io.github.ecrconsolidation.cleanup.LegacyRepository;
import io.github.ecrconsolidation.cleanup.Restoration;
import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Core;

/**
 * The Lambda function on the schedule that empties the legacy repositories, and by hand: a report,
 * a restoration. A run with failures does everything else first, and then fails.
 */
public final class CleanupHandler extends SnapStartWarmUp implements RequestStreamHandler {
  /** What must be left to begin something: time for a throttled call to end, and to report. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** How much of the margin the events about it may take. */
  private static final Duration TO_PUBLISH = Duration.ofSeconds(30);

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

  /**
   * Runs once and answers with the report.
   *
   * @throws IllegalArgumentException when input or settings are wrong; nothing was called then
   * @throws IllegalStateException when the run failed, after it was reported
   */
  @Override
  public void handleRequest(InputStream in, OutputStream answer, Context context)
      throws IOException {
    var text = new String(in.readAllBytes(), UTF_8);
    var now = wiring().clock().instant();
    var input = CleanupInput.parse(text, settings().mapping(), now);
    var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
    var calls = new CallContext(Deadline.in(left, wiring().clock()));
    var result =
        switch (input) {
          case CleanupInput.Clean clean -> clean(clean, calls);
          case CleanupInput.Restore(var repository) -> restore(repository, calls);
        };
    answer.write(JsonObject.write(result.members()).getBytes(UTF_8));
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
    publish(report.events(), calls.deadline().plus(TO_PUBLISH));
    fail(result.failures());
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
        calls.deadline().plus(TO_PUBLISH));
    fail(result.failures());
    return answer;
  }

  private static void fail(List<String> failures) {
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          "the run failed, its report is in the log:\n- "
              + String.join("\n- ", CappedTexts.of(failures)));
    }
  }
}
