package io.github.ecrconsolidation.cli;

/**
 * Where the executable jar starts. It is compiled for Java 8, so that an old JDK says what is
 * missing instead of failing with exit code 1, which means "found".
 */
public final class Launcher {
  private static final int REQUIRED = 25;
  private static final int ERROR = 2;
  private static final String OURS = "io.github.ecrconsolidation.";

  private Launcher() {}

  /** Runs {@link Main}, or ends with exit code 2 if it cannot run here. */
  public static void main(String[] arguments) {
    int feature = feature(System.getProperty("java.specification.version"));
    if (feature < REQUIRED) {
      System.err.println(
          "ecr-consolidation needs Java "
              + REQUIRED
              + " or later; this is Java "
              + feature
              + " in "
              + System.getProperty("java.home"));
      System.exit(ERROR);
    }
    try {
      Main.main(arguments);
    } catch (Throwable e) {
      System.err.println(defect(e));
      System.exit(ERROR);
    }
  }

  /** One line for what should not happen: what it was, and where. */
  static String defect(Throwable e) {
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

  /** {@code 1.8} is 8, {@code 17} is 17. */
  static int feature(String specification) {
    return Integer.parseInt(
        specification.startsWith("1.") ? specification.substring(2) : specification);
  }
}
