package io.github.ecrconsolidation.preflight;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import java.util.TreeMap;

/** The parameter that gives repositories another prefix, always with all that it says already. */
public final class ServicePrefixes {
  /** No prefix is made up where only an operator can choose one; the template refuses this text. */
  public static final String TO_CHOOSE = "<prefix>";

  private ServicePrefixes() {}

  /** The pairs in force, and {@code repository} with {@code prefix}. */
  public static Remedy with(TagMapping mapping, RepositoryName repository, String prefix) {
    var pairs = new TreeMap<RepositoryName, String>();
    mapping.overrides().forEach((name, it) -> pairs.put(name, it.value()));
    pairs.put(repository, prefix);
    return new Parameter(
        "ServicePrefixes",
        pairs.entrySet().stream()
            .map(pair -> "%s=%s".formatted(pair.getKey(), pair.getValue()))
            .collect(joining(",")));
  }
}
