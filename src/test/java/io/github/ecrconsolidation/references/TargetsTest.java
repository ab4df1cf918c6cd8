package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Targets.Path;
import io.github.ecrconsolidation.references.Targets.Registry;
import io.github.ecrconsolidation.references.Targets.Rule;
import io.github.ecrconsolidation.references.Targets.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts are written as account/region, with ? for what is filled in elsewhere. */
class TargetsTest {
  private static final String HERE = "111111111111/eu-west-1";
  private static final String OTHER_REGION = "111111111111/us-east-1";
  private static final String OTHER_ACCOUNT = "222222222222/eu-west-1";

  private static TagMapping to(String consolidated) {
    return new TagMapping(Samples.NAMESPACE, new RepositoryName(consolidated), Map.of());
  }

  private static RegistryHost host(String text) {
    var parts = text.split("/", -1);
    return new RegistryHost(known(parts[0]), known(parts[1]));
  }

  private static Optional<String> known(String part) {
    return Optional.of(part).filter(it -> !it.equals("?"));
  }

  private static Set<RegistryHost> hosts(String... texts) {
    return new HashSet<>(Stream.of(texts).map(TargetsTest::host).toList());
  }

  /** The consolidated repository, or why there is none. */
  private static String shown(Target target) {
    return switch (target) {
      case Target.To(var mapping) -> mapping.consolidated().value();
      case Target.None(var reason) -> reason;
    };
  }

  private static String byOptions(String account, String region, String host, String... seen) {
    var targets = new Targets(to("dev"), option(account), option(region), List.of());
    return shown(targets.of("a.yaml", host(host), hosts(seen)));
  }

  private static Optional<String> option(String value) {
    return Optional.of(value).filter(it -> !it.isEmpty());
  }

  @Test
  void theOnlyRegistryThatTheInputNamesIsTheOneThatIsMirrored() {
    assertThat(byOptions("", "", HERE, HERE)).isEqualTo("dev");
    assertThat(byOptions("", "", "?/?", HERE)).isEqualTo("dev");
    assertThat(byOptions("", "", "?/?")).isEqualTo("dev");
  }

  @Test
  void ofSeveralRegistriesNoneIsTaken() {
    assertThat(byOptions("", "", HERE, HERE, OTHER_REGION))
        .startsWith("the input names several registries")
        .contains(HERE, OTHER_REGION);
    assertThat(byOptions("111111111111", "", HERE, HERE, OTHER_REGION))
        .startsWith("the input names several registries");
  }

  @Test
  void theOptionsSayWhichIsMirrored() {
    var seen = new String[] {HERE, OTHER_REGION, OTHER_ACCOUNT};

    assertThat(byOptions("111111111111", "eu-west-1", HERE, seen)).isEqualTo("dev");
    assertThat(byOptions("111111111111", "eu-west-1", "?/?", seen)).isEqualTo("dev");
    assertThat(byOptions("111111111111", "eu-west-1", OTHER_REGION, seen))
        .isEqualTo(
            "it is of the registry 111111111111/us-east-1, and 111111111111/eu-west-1 is what is mirrored");
    assertThat(byOptions("111111111111", "", OTHER_ACCOUNT, seen))
        .endsWith("and 111111111111/any region is what is mirrored");
    assertThat(byOptions("222222222222", "", OTHER_ACCOUNT, seen)).isEqualTo("dev");
  }

  private static String byRules(String input, String host, Rule... rules) {
    var targets = new Targets(to("dev"), Optional.empty(), Optional.empty(), List.of(rules));
    return shown(targets.of(input, host(host), Set.of()));
  }

  private static Rule registry(String account, String region, String consolidated) {
    return new Registry(account, option(region), to(consolidated));
  }

  @Test
  void aRuleForARegionIsCloserThanOneForItsAccount() {
    var account = registry("111111111111", "", "all");
    var region = registry("111111111111", "eu-west-1", "west");

    assertThat(byRules("a", HERE, account, region)).isEqualTo("west");
    assertThat(byRules("a", HERE, region, account)).isEqualTo("west");
    assertThat(byRules("a", OTHER_REGION, account, region)).isEqualTo("all");
    assertThat(byRules("a", "111111111111/?", account, region)).isEqualTo("all");
  }

  @ParameterizedTest
  @CsvSource({
    "k8s/staging, k8s/staging/a.yaml, true",
    "k8s/staging, app/k8s/staging/b/a.yaml, true",
    "k8s/a.yaml, k8s/a.yaml, true",
    "k8s/staging, k8s/staging-2/a.yaml, false",
    "k8s/staging, xk8s/staging/a.yaml, false",
    "k8s/staging, staging/k8s/a.yaml, false",
  })
  void aRuleForAPathIsForTheFileOrAllInTheDirectory(String path, String input, boolean matches) {
    assertThat(byRules(input, "?/?", new Path(path, to("staging"))).equals("staging"))
        .isEqualTo(matches);
  }

  @Test
  void theLongestPathDecides() {
    var outer = new Path("k8s", to("dev"));
    var inner = new Path("k8s/staging", to("staging"));

    assertThat(byRules("k8s/staging/a", "?/?", outer, inner)).isEqualTo("staging");
    assertThat(byRules("k8s/staging/a", "?/?", inner, outer)).isEqualTo("staging");
  }

  @Test
  void aPathDecidesWhereTheRegistryIsFilledInOrAgrees() {
    var path = new Path("k8s", to("staging"));

    assertThat(byRules("k8s/a", "?/?", path, registry("111111111111", "", "prod")))
        .isEqualTo("staging");
    assertThat(byRules("k8s/a", HERE, path, registry("111111111111", "", "staging")))
        .isEqualTo("staging");
    assertThat(byRules("k8s/a", HERE, path, registry("111111111111", "", "prod")))
        .isEqualTo(
            "the mapping has prod for the registry 111111111111/eu-west-1, and staging for this path");
  }

  @Test
  void withoutAFittingRuleThereIsNoTarget() {
    assertThat(byRules("a", OTHER_ACCOUNT, registry("111111111111", "", "prod")))
        .isEqualTo(
            "the mapping has nothing for the registry 222222222222/eu-west-1, nor for this path");
    assertThat(byRules("a", "?/?", registry("111111111111", "", "prod")))
        .startsWith("the mapping has nothing for the registry ?/?");
  }

  @Test
  void aPathDecidesNothingForARegistryThatTheOptionsRuleOut() {
    var targets =
        new Targets(
            to("dev"), option("111111111111"), option(""), List.of(new Path("k8s", to("staging"))));

    assertThat(shown(targets.of("k8s/a", host(HERE), Set.of()))).isEqualTo("staging");
    assertThat(shown(targets.of("k8s/a", host(OTHER_ACCOUNT), Set.of())))
        .isEqualTo("the mapping has nothing for the registry 222222222222/eu-west-1");
  }
}
