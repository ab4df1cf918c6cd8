package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that one input says of legacy images; small, however large the input. */
public final class Sightings {
  private final String input;
  private final List<Sighting> found = new ArrayList<>();
  private final Map<String, String> selected = new LinkedHashMap<>();
  private final Map<String, Integer> tagOverrides = new LinkedHashMap<>();

  /** Nothing yet, of the file or stream {@code input}. */
  public Sightings(String input) {
    this.input = input;
  }

  /** The name of the file or stream. */
  public String input() {
    return input;
  }

  /** Whether it has nothing to say. */
  public boolean isEmpty() {
    return found.isEmpty() && selected.isEmpty() && tagOverrides.isEmpty();
  }

  void add(Sighting sighting) {
    found.add(sighting);
  }

  /** A Kustomization here selects images by this {@code host/repository}. */
  void addSelected(String name, int line) {
    selected.putIfAbsent(name, "%s:%d".formatted(input, line));
  }

  /** Helm values here give a tag at {@code path} without saying of which repository. */
  void addTagOverride(String path, int line) {
    tagOverrides.putIfAbsent(path, line);
  }

  List<Sighting> found() {
    return found;
  }

  Map<String, String> selected() {
    return selected;
  }

  Map<String, Integer> tagOverrides() {
    return tagOverrides;
  }

  Stream<RepositoryName> repositories() {
    return found.stream().flatMap(sighting -> sighting.repository().stream());
  }

  String folder() {
    return input.substring(0, input.lastIndexOf('/') + 1);
  }
}
