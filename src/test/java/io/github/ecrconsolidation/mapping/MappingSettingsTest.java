package io.github.ecrconsolidation.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.options.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingSettingsTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");

  private final List<String> problems = new ArrayList<>();

  @Test
  void readsAllThree() {
    var settings = read("ml-platform", " data-platform-dev ", "ml-platform/backend = api").get();

    assertThat(settings.namespace()).isEqualTo(new RepositoryName("ml-platform"));
    assertThat(settings.mapping().consolidated())
        .isEqualTo(new RepositoryName("data-platform-dev"));
    assertThat(settings.mapping().overrides()).isEqualTo(Map.of(BACKEND, new TagPrefix("api")));
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void needsNoPrefixes(String prefixes) {
    assertThat(read("ml-platform", "data-platform-dev", prefixes).get().mapping().overrides())
        .isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void namesWhatIsNotSet() {
    assertThat(read(Map.of())).isEmpty();

    assertThat(problems)
        .containsExactly(
            "LEGACY_NAMESPACE is not set; expected a repository name such as ml-platform",
            "CONSOLIDATED_REPOSITORY is not set; expected a repository name such as"
                + " data-platform-dev");
  }

  @Test
  void namesTheSettingWhoseValueIsNoRepository() {
    assertThat(read("ML", "data-platform-dev", "")).isEmpty();

    assertThat(problems).singleElement().asString().startsWith("LEGACY_NAMESPACE is not an ECR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ml-platform/backend| SERVICE_PREFIXES has 'ml-platform/backend'; expected"
            + " repository=prefix",
        "ml-platform/backend=a=b| SERVICE_PREFIXES has 'ml-platform/backend=a=b'",
        "ml-platform/backend=a,| SERVICE_PREFIXES has ''",
        "ML=a| SERVICE_PREFIXES: not an ECR repository name: 'ML'",
        "ml-platform/backend=sha256| SERVICE_PREFIXES: 'sha256' is reserved",
        "ml-platform/backend=a,ml-platform/backend=b| SERVICE_PREFIXES names ml-platform/backend"
            + " twice"
      })
  void namesWhatIsWrongWithThePrefixes(String prefixes, String problem) {
    read("ml-platform", "data-platform-dev", prefixes);

    assertThat(problems).singleElement().asString().startsWith(problem);
  }

  @Test
  void goesOnToTheOtherPairsAfterAWrongOne() {
    assertThat(
            read("ml-platform", "data-platform-dev", "wrong, ml-platform/backend=api")
                .get()
                .mapping()
                .overrides())
        .containsKey(BACKEND);
  }

  @Test
  void passesOnWhatTheMappingRefuses() {
    assertThat(read("ml-platform", "ml-platform/all", "")).isEmpty();

    assertThat(problems).singleElement().asString().contains("choose a name outside");
  }

  private Optional<MappingSettings> read(String namespace, String consolidated, String prefixes) {
    return read(
        Map.of(
            "LEGACY_NAMESPACE",
            namespace,
            "CONSOLIDATED_REPOSITORY",
            consolidated,
            "SERVICE_PREFIXES",
            prefixes));
  }

  private Optional<MappingSettings> read(Map<String, String> environment) {
    var options = Options.ofEnvironment(environment);
    var settings = MappingSettings.read(options);
    problems.addAll(options.problems());
    return settings;
  }
}
