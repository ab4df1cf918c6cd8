package io.github.ecrconsolidation.survey;

import java.util.Optional;

/** What became of asking the registry one thing; one refusal does not spoil the other answers. */
public sealed interface Reading<T> {

  /** It answered. */
  record Read<T>(T value) implements Reading<T> {}

  /**
   * It did not.
   *
   * @param outOfTime whether only the invocation's time was up
   */
  record Failed<T>(String code, String reason, boolean outOfTime) implements Reading<T> {}

  /** The answer, if there was one. */
  default Optional<T> answer() {
    return switch (this) {
      case Read<T>(var value) -> Optional.of(value);
      case Failed<T> _ -> Optional.empty();
    };
  }
}
