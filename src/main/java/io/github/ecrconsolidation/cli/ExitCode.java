package io.github.ecrconsolidation.cli;

/** How a command ends: a pipeline can tell a finding from a command that could not look. */
final class ExitCode {
  static final int NOTHING_FOUND = 0;
  static final int FOUND = 1;

  /** Wrong usage, unreadable input or an error. */
  static final int ERROR = 2;

  private ExitCode() {}
}
