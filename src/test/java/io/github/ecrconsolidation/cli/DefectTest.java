package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefectTest {
  private static final StackTraceElement JDK =
      new StackTraceElement("java.util.List", "of", "List.java", 7);
  private static final StackTraceElement OURS =
      new StackTraceElement("io.github.ecrconsolidation.cli.Main", "run", "Main.java", 8);

  private static final StackTraceElement CALLER =
      new StackTraceElement("io.github.ecrconsolidation.cli.Launcher", "main", "Launcher.java", 9);

  private static String line(StackTraceElement... trace) {
    var e = new IllegalStateException("broken");
    e.setStackTrace(trace);
    return Defect.line(e);
  }

  @Test
  void saysTheInnermostPlaceInItsOwnCode() {
    assertThat(line(JDK, OURS, CALLER, JDK))
        .isEqualTo(
            "ecr-consolidation: this is a defect, please report it:"
                + " java.lang.IllegalStateException: broken at "
                + OURS);
  }

  @Test
  void saysWhereItWasThrownWhereNoneOfItIsItsOwn() {
    assertThat(line(JDK)).endsWith(": broken at " + JDK);
  }

  @Test
  void saysNoPlaceWithoutATrace() {
    assertThat(line()).endsWith(": broken");
  }
}
