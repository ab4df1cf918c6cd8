package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.template.Template;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServicePrefixesTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  private static final TagMapping MAPPING =
      new TagMapping(
          new RepositoryName("ml-platform"),
          new RepositoryName("data-platform-dev"),
          Map.of(WEB, new TagPrefix("site")));

  @Test
  void areNamedWithAllThatAreInForce() {
    assertThat(ServicePrefixes.with(MAPPING, BACKEND, "api"))
        .isEqualTo(
            new Parameter("ServicePrefixes", "ml-platform/backend=api,ml-platform/web=site"));
  }

  @Test
  void haveOnePrefixForEachRepository() {
    assertThat(ServicePrefixes.with(MAPPING, WEB, "pages"))
        .isEqualTo(new Parameter("ServicePrefixes", "ml-platform/web=pages"));
  }

  @Test
  void cannotBeDeployedUntilAnOperatorHasChosen() {
    var pattern = Template.withDefaults().text("Parameters/ServicePrefixes/AllowedPattern");

    assertThat("ml-platform/backend=api").matches(pattern);
    assertThat("ml-platform/backend=" + ServicePrefixes.TO_CHOOSE).doesNotMatch(pattern);
  }
}
