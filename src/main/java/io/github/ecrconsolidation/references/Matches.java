package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that one input says of legacy images; small, however large the input. */
public final class Matches {
  private final String input;
  private final List<Match> found = new ArrayList<>();
  private final Map<String, String> selected = new LinkedHashMap<>();
  private final Map<String, Integer> tagOverrides = new LinkedHashMap<>();
  private final Map<String, Boolean> imageRepositories = new LinkedHashMap<>();
  private final Map<String, String> imagePolicies = new LinkedHashMap<>();
  private final Map<String, Integer> tagValues = new LinkedHashMap<>();
  private int ignored;

  /** Nothing yet, of the file or stream {@code input}. */
  public Matches(String input) {
    this.input = input;
  }

  /** The name of the file or stream. */
  public String input() {
    return input;
  }

  /** Whether it has nothing to say. */
  public boolean isEmpty() {
    return found.isEmpty()
        && selected.isEmpty()
        && tagOverrides.isEmpty()
        && imageRepositories.isEmpty()
        && imagePolicies.isEmpty()
        && tagValues.isEmpty()
        && ignored == 0;
  }

  void add(Match match) {
    found.add(match);
  }

  /** A Kustomization here selects images by this {@code host/repository}. */
  void addSelected(String name, int line) {
    selected.putIfAbsent(name, "%s:%d".formatted(input, line));
  }

  /** Helm values here give a tag at {@code path} without saying of which repository. */
  void addTagOverride(String path, int line) {
    tagOverrides.putIfAbsent(path, line);
  }

  /** How many references are marked with {@code ecr-consolidation: ignore}. */
  public int ignored() {
    return ignored;
  }

  void ignore() {
    ignored++;
  }

  /** Flux scans this image repository, which is a legacy one or not. */
  void addImageRepository(String name, boolean legacy) {
    imageRepositories.merge(name, legacy, Boolean::logicalOr);
  }

  /** A Flux image policy selects from this image repository. */
  void addImagePolicy(String name, String imageRepository) {
    imagePolicies.put(name, imageRepository);
  }

  /** Values here give an image this tag, whatever its repository. */
  void addTagValue(String tag, int line) {
    tagValues.putIfAbsent(tag, line);
  }

  Map<String, Integer> tagValues() {
    return tagValues;
  }

  Map<String, Boolean> imageRepositories() {
    return imageRepositories;
  }

  Map<String, String> imagePolicies() {
    return imagePolicies;
  }

  List<Match> found() {
    return found;
  }

  Map<String, String> selected() {
    return selected;
  }

  Map<String, Integer> tagOverrides() {
    return tagOverrides;
  }

  Stream<RepositoryName> repositories() {
    return found.stream().flatMap(match -> match.repository().stream());
  }

  String folder() {
    return input.substring(0, input.lastIndexOf('/') + 1);
  }
}
