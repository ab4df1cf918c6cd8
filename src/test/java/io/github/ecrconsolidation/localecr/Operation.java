package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One JSON operation: the fields it knows, and what it does with them. */
record Operation(Set<String> fields, Handler handler) {
  /** Reads all input, then acts. */
  interface Handler {
    Output answer(Input in) throws IOException;
  }

  /** {@code registryId} goes with every operation on repositories and is checked for all alike. */
  static Operation of(Handler handler, String... fields) {
    var all = new HashSet<>(List.of(fields));
    if (all.stream().anyMatch(field -> field.startsWith("repositoryName"))) {
      all.add("registryId");
    }
    return new Operation(Set.copyOf(all), handler);
  }
}
