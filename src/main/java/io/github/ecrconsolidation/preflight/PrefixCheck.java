package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for legacy repositories whose prefixes are unusable, equal, or begin alike. */
final class PrefixCheck {
  private final TagMapping mapping;

  PrefixCheck(TagMapping mapping) {
    this.mapping = mapping;
  }

  /** Two repositories and what their prefixes are. */
  private record Pair(
      RepositoryName older, RepositoryName younger, TagPrefix first, TagPrefix second) {

    boolean isEqual() {
      return first.equals(second);
    }
  }

  /**
   * What there is to say.
   *
   * @param known the legacy repositories, the oldest first
   */
  List<PreflightFinding> check(List<RepositoryName> known) {
    var pairs = pairs(known);
    return Stream.of(
            known.stream()
                .filter(repository -> mapping.prefix(repository).isEmpty())
                .map(this::unusable),
            pairs.stream().filter(Pair::isEqual).map(this::equal),
            alike(pairs.stream().filter(pair -> !pair.isEqual()).toList()).stream())
        .flatMap(findings -> findings)
        .toList();
  }

  private List<Pair> pairs(List<RepositoryName> known) {
    var pairs = new ArrayList<Pair>();
    for (var repository : known) {
      for (var claimant : mapping.claimants(repository, known)) {
        if (claimant.equals(repository)) {
          // Those that follow are younger: the pair comes up again with them.
          break;
        }
        var first = mapping.prefix(claimant);
        var second = mapping.prefix(repository);
        if (first.isPresent() && second.isPresent()) {
          pairs.add(new Pair(claimant, repository, first.get(), second.get()));
        }
      }
    }
    return pairs;
  }

  private PreflightFinding unusable(RepositoryName repository) {
    return new PreflightFinding(
        ERROR,
        FindingCode.PREFIX_UNUSABLE,
        "%s has no usable tag prefix".formatted(repository),
        ServicePrefixes.with(mapping, repository, ServicePrefixes.TO_CHOOSE));
  }

  private PreflightFinding equal(Pair pair) {
    return new PreflightFinding(
        ERROR,
        FindingCode.PREFIX_EQUAL,
        "%s and the younger %s have the same tag prefix %s"
            .formatted(pair.older, pair.younger, pair.first),
        ServicePrefixes.with(mapping, pair.younger, ServicePrefixes.TO_CHOOSE));
  }

  private Optional<PreflightFinding> alike(List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    var first = pairs.getFirst();
    var names =
        pairs.stream().map(pair -> "%s and %s".formatted(pair.older, pair.younger)).toList();
    return Optional.of(
        new PreflightFinding(
            INFO,
            FindingCode.PREFIXES_ALIKE,
            "prefixes that begin alike: " + PreflightFinding.examples(names),
            ServicePrefixes.with(mapping, first.younger, first.second.unmistakable().value())));
  }
}
