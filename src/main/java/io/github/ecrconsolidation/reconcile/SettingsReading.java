package io.github.ecrconsolidation.reconcile;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.preflight.Reading;
import io.github.ecrconsolidation.registry.SettingsSurvey;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Reads the settings that only a preflight judges. */
final class SettingsReading {
  private static final int PARALLEL_READS = 8;

  private SettingsReading() {}

  /** What could be read; what could not says why. */
  static Settings read(
      SettingsSurvey survey, List<Repository> legacy, RepositoryName consolidated) {
    var policies =
        Stream.concat(Stream.of(consolidated), legacy.stream().map(Repository::name))
            .gather(Gatherers.mapConcurrent(PARALLEL_READS, it -> policies(survey, it)))
            .collect(toMap(OfRepository::repository, OfRepository::reading));
    return new Settings(
        policies,
        Reconciliation.reading(survey::registryPolicy),
        Reconciliation.reading(survey::replication),
        Reconciliation.reading(survey::scanning),
        Reconciliation.reading(() -> survey.resourceTags(consolidated)),
        Reconciliation.reading(() -> survey.describesAnyStatusById(consolidated)));
  }

  private static OfRepository policies(SettingsSurvey survey, RepositoryName repository) {
    return new OfRepository(repository, Reconciliation.reading(() -> survey.policies(repository)));
  }

  private record OfRepository(RepositoryName repository, Reading<RepositoryPolicies> reading) {}
}
