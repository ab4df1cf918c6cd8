package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ecrconsolidation.prove.CountedHttp.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a run, nothing is left that the clean-up does not find. */
class InterruptionIT {
  private static final ProofOptions WITH_EVENTS =
      new ProofOptions(Optional.empty(), true, Optional.empty(), false, Optional.empty());

  private static int calls() throws IOException {
    return operations().size();
  }

  private static List<String> operations() throws IOException {
    try (var account = new LocalAccount()) {
      var http = new CountedHttp(Fate.NOTHING, 0);
      new Proof(account.process(http), ProofId.random()).run(WITH_EVENTS);
      return http.operations();
    }
  }

  private static List<String> cleanUp(LocalAccount account) {
    var cleanUp = new ProofCleanUp(account.process());
    var left = cleanUp.find();
    var obstacles = new ArrayList<>(left.obstacles());
    obstacles.addAll(cleanUp.remove(left));
    return obstacles;
  }

  @ParameterizedTest
  @EnumSource(names = {"KILLED_BEFORE", "KILLED_AFTER"})
  void aRunKilledAtAnyCallLeavesNothingThatTheCleanUpDoesNotRemove(Fate fate) throws IOException {
    var calls = calls();
    var everLeft = new HashSet<String>();
    try (var account = new LocalAccount()) {
      for (var call = 1; call <= calls; call++) {
        var process = account.process(new CountedHttp(fate, call));

        assertThat(catchThrowable(() -> new Proof(process, ProofId.random()).run(WITH_EVENTS)))
            .as("call %d of %d", call, calls)
            .isInstanceOf(CountedHttp.Killed.class);

        everLeft.addAll(kinds(account.everything()));
        assertThat(cleanUp(account)).as("killed at call %d", call).isEmpty();
        assertThat(account.everything()).as("killed at call %d", call).isEmpty();
        account.endProcesses();
      }
    }
    assertThat(calls).isGreaterThan(150);
    assertThat(everLeft).containsExactlyInAnyOrder("repository", "rule", "queue");
  }

  private static List<String> kinds(List<String> names) {
    return names.stream()
        .map(name -> name.startsWith("http") ? "queue" : name.contains("/") ? "repository" : "rule")
        .toList();
  }

  /** The clean-up is cut as well, and a second one finishes. */
  @ParameterizedTest
  @EnumSource(names = {"KILLED_BEFORE", "KILLED_AFTER"})
  void aCleanUpKilledAtAnyCallIsFinishedByTheNext(Fate fate) throws IOException {
    var most = 60;
    var cut = 0;
    try (var account = new LocalAccount()) {
      for (var call = 1; call <= most; call++) {
        var kept =
            new ProofOptions(Optional.empty(), true, Optional.empty(), true, Optional.empty());
        var run = account.process(new CountedHttp(Fate.KILLED_BEFORE, 60));
        assertThat(catchThrowable(() -> new Proof(run, ProofId.random()).run(kept)))
            .isInstanceOf(CountedHttp.Killed.class);
        var cleaning = new ProofCleanUp(account.process(new CountedHttp(fate, call)));

        var end = Optional.ofNullable(catchThrowable(() -> cleaning.remove(cleaning.find())));

        cut += end.isPresent() ? 1 : 0;
        assertThat(cleanUp(account)).isEmpty();
        assertThat(account.everything()).as("cut at call %d", call).isEmpty();
        account.endProcesses();
        if (end.isEmpty()) {
          break;
        }
      }
    }
    assertThat(cut).isBetween(10, most - 1);
  }

  @Test
  void aCallThatIsDeniedIsToldAndNothingIsLeftThatTheCleanUpDoesNotFind() throws IOException {
    var operations = operations();
    try (var account = new LocalAccount()) {
      for (var call : IntStream.rangeClosed(1, operations.size()).toArray()) {
        var process = account.process(new CountedHttp(Fate.DENIED, call));

        var report = new Proof(process, ProofId.random()).run(WITH_EVENTS);

        var description = "denied at call %d: %s".formatted(call, operations.get(call - 1));
        // What storage denies is asked for once more, by a new URL: one denial is overcome.
        if (!description.contains("/starport-layer-bucket/")) {
          assertThat(said(report)).as(description).anyMatch(it -> it.contains("is not authorized"));
        }
        assertThat(report.results()).noneMatch(Result::fails);
        if (isNeeded(report)) {
          assertThat(report.exitCode()).as(description).isEqualTo(ProofReport.COULD_NOT_RUN);
        }
        if (!account.everything().isEmpty()) {
          assertThat(report.notes()).as(description).anyMatch(it -> it.contains("--clean-up"));
        }
        assertThat(cleanUp(account)).as(description).isEmpty();
        assertThat(account.everything()).as(description).isEmpty();
        account.endProcesses();
      }
    }
  }

  private static boolean isNeeded(ProofReport report) {
    return !report.obstacles().isEmpty() || report.results().stream().anyMatch(Result::isUnknown);
  }

  private static List<String> said(ProofReport report) {
    var said = new ArrayList<>(report.obstacles());
    report.results().forEach(it -> said.add(it.observation().text()));
    return said;
  }
}
