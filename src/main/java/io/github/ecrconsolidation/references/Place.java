package io.github.ecrconsolidation.references;

import org.jspecify.annotations.Nullable;

/** Where in a document a node is: {@code spec.containers[0].image}. */
record Place(@Nullable Place parent, String step) {
  static final Place ROOT = new Place(null, "");

  Place key(String name) {
    return new Place(this, name);
  }

  Place item(int index) {
    return new Place(this, "[%d]".formatted(index));
  }

  /** The last key; of an item of a sequence, that of the sequence. */
  String lastKey() {
    return step.startsWith("[") && parent != null ? parent.lastKey() : step;
  }

  boolean isItem() {
    return step.startsWith("[");
  }

  @Override
  public String toString() {
    if (parent == null) {
      return step;
    }
    var before = parent.toString();
    return before.isEmpty() || isItem() ? before + step : before + "." + step;
  }
}
