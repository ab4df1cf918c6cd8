package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.survey.RegistrySurvey.ask;
import static io.github.ecrconsolidation.survey.RegistrySurvey.each;
import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.ecr.SettingsSurvey;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.survey.OfRepository;
import java.util.List;
import java.util.stream.Stream;

/** Reads the settings that only a preflight verifies. */
final class SettingsReading {
  private SettingsReading() {}

  /** What could be read; what could not says why. */
  static Settings read(
      SettingsSurvey survey, List<Repository> legacy, RepositoryName consolidated) {
    var names = Stream.concat(Stream.of(consolidated), legacy.stream().map(Repository::name));
    var policies =
        each(names.toList(), survey::policies).stream()
            .collect(toMap(OfRepository::repository, OfRepository::reading));
    return new Settings(
        policies,
        ask(survey::registryPolicy),
        ask(survey::replication),
        ask(survey::scanning),
        ask(() -> survey.resourceTags(consolidated)),
        ask(() -> survey.describesAnyStatusById(consolidated)));
  }
}
