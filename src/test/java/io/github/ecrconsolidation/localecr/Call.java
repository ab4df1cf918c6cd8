package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.List;

/**
 * A request understood: its operation under the name the audit and the faults use, what it is
 * about, and how to answer it.
 *
 * @param subjects the digests, tags, upload ids and further repositories named by the request
 */
record Call(String operation, String repository, List<String> subjects, Answer answer) {
  /** Lets the store act and translates what it says. */
  interface Answer {
    Response give() throws IOException;
  }

  Call {
    subjects = List.copyOf(subjects);
  }

  static Call refused(String operation, EcrException reason) {
    return new Call(
        operation,
        "",
        List.of(),
        () -> {
          throw reason;
        });
  }
}
