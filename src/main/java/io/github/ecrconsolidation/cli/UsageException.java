package io.github.ecrconsolidation.cli;

/** The command was called wrongly: what is wrong, and how it is called. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String usage;

  UsageException(String message, String usage) {
    super(message);
    this.usage = usage;
  }

  String usage() {
    return usage;
  }
}
