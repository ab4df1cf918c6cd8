package io.github.ecrconsolidation.prove;

/** What an experiment saw. */
public sealed interface Observation {

  /** What was seen, or why nothing was. */
  String text();

  /** ECR does what is expected. */
  record Holds(String text) implements Observation {}

  /** ECR does something else. */
  record Differs(String text) implements Observation {}

  /** It shows later only. */
  record Open(String text) implements Observation {}

  /** The experiment could not be made, so nothing follows from it. */
  record Undetermined(String text) implements Observation {}

  static Observation of(boolean holds, String text) {
    return holds ? new Holds(text) : new Differs(text);
  }
}
