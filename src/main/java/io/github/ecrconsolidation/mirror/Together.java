package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.oci.Image;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Gatherers;

/** Questions that do not depend on each other, for one round trip. */
final class Together {
  private Together() {}

  /** The answers in the order of {@code questions}; a failure of one is thrown. */
  static List<Optional<Image>> ask(List<Supplier<Optional<Image>>> questions) {
    return questions.stream()
        .gather(Gatherers.mapConcurrent(questions.size(), Supplier::get))
        .toList();
  }
}
