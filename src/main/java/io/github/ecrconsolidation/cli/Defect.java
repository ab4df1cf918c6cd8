package io.github.ecrconsolidation.cli;

/** What a command says of an exception that should not happen. Compiled for Java 8, as Launcher. */
final class Defect {
  private static final String OURS = "io.github.ecrconsolidation.";

  private Defect() {}

  /** One line for what should not happen: what it was, and where. */
  static String line(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    StackTraceElement where = trace.length == 0 ? null : trace[0];
    for (StackTraceElement element : trace) {
      if (element.getClassName().startsWith(OURS)) {
        where = element;
        break;
      }
    }
    return "ecr-consolidation: this is a defect, please report it: "
        + e
        + (where == null ? "" : " at " + where);
  }
}
