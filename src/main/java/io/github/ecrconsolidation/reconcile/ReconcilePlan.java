package io.github.ecrconsolidation.reconcile;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.reconcile.Verdict.Different;
import io.github.ecrconsolidation.reconcile.Verdict.Missing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One verdict for each legacy tag, then one for each untagged legacy manifest; of each the oldest
 * repository first.
 */
public record ReconcilePlan(List<Verdict> verdicts) {

  public ReconcilePlan {
    verdicts = List.copyOf(verdicts);
  }

  /** What is to be requested, in the order of the verdicts; made as it is read. */
  public Stream<LegacyImage> requests() {
    return verdicts.stream()
        .filter(verdict -> verdict instanceof Missing || verdict instanceof Different)
        .map(Verdict::image);
  }

  /** All verdicts of one kind. */
  public <T extends Verdict> List<T> of(Class<T> kind) {
    return verdicts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** How many of each. */
  public Counts counts() {
    return Counts.of(verdicts);
  }

  /** How many of each, by repository. */
  public Map<RepositoryName, Counts> countsByRepository() {
    return verdicts.stream()
        .collect(
            groupingBy(
                verdict -> verdict.image().repository(),
                LinkedHashMap::new,
                collectingAndThen(toList(), Counts::of)));
  }
}
