package io.github.ecrconsolidation.cli;

/**
 * Where the executable jar starts. It is compiled for Java 8, so that an old JDK says what is
 * missing instead of failing with exit code 1, which means "found".
 */
public final class Launcher {
  private static final int REQUIRED = 25;
  private static final int ERROR = 2;

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
      System.err.println(Defect.line(e));
      System.exit(ERROR);
    }
  }

  /** {@code 1.8} is 8, {@code 17} is 17. */
  static int feature(String specification) {
    return Integer.parseInt(
        specification.startsWith("1.") ? specification.substring(2) : specification);
  }
}
