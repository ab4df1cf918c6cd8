package io.github.ecrconsolidation.localecr;

import java.util.function.UnaryOperator;

/** What may go wrong with one call. */
sealed interface Fault {
  /** The call has no effect and this answer. */
  record Refuse(EcrException refusal) implements Fault {}

  /** The call has no effect, and this JSON as its answer. */
  record Answer(String json) implements Fault {}

  /** Test code that runs just before the call takes effect. */
  record Before(Runnable hook) implements Fault {}

  /** Test code that runs just after the effect, before the answer. */
  record After(Runnable hook) implements Fault {}

  /** The call takes effect, then the connection is cut without an answer. */
  record LoseResponse() implements Fault {}

  /** The bytes of the answer are cut, damaged or delayed. */
  record Spoil(UnaryOperator<Body> change) implements Fault {}
}
