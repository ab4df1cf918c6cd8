package io.github.ecrconsolidation.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagMappingTest {
  private static final RepositoryName NAMESPACE = new RepositoryName("ml-platform");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final String SIGNATURE_TAG = "sha256-" + "0123456789abcdef".repeat(4);

  private final TagMapping mapping = new TagMapping(NAMESPACE, CONSOLIDATED, Map.of());

  @Test
  void putsTheServiceBeforeTheTag() {
    assertThat(map("backend:v1.0.0")).isEqualTo(to("backend-v1.0.0"));
  }

  @Test
  void turnsNestedRepositoriesIntoOnePrefix() {
    assertThat(map("ml/train:v1", "ml/train")).isEqualTo(to("ml-train-v1"));
  }

  @Test
  void takesAnOverrideInsteadOfTheName() {
    var overridden =
        new TagMapping(
            NAMESPACE, CONSOLIDATED, Map.of(repository("backend"), new TagPrefix("api")));

    assertThat(overridden.map(reference("backend:v1"), () -> repositories("backend")))
        .isEqualTo(to("api-v1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".sig", ".att", ".sbom"})
  void leavesDigestAddressedTagsAsTheyAre(String suffix) {
    assertThat(map("backend:" + SIGNATURE_TAG + suffix)).isEqualTo(to(SIGNATURE_TAG + suffix));
  }

  @Test
  void fillsATagToItsLastCharacter() {
    assertThat(map("backend:" + "x".repeat(120))).isEqualTo(to("backend-" + "x".repeat(120)));
  }

  @Test
  void refusesATagThatGetsTooLongAndNamesBothLimits() {
    assertThat(map("backend:" + "x".repeat(121)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).contains("129", "128", "may have 120"));
  }

  @Test
  void refusesTheTagOfAShorterPrefixThatLiesInTheRangeOfALongerOne() {
    var refused = map("backend:api-v1", "backend", "backend-api");

    assertThat(map("backend-api:v1", "backend", "backend-api")).isEqualTo(to("backend-api-v1"));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Refused.class,
            it ->
                assertThat(it.reason())
                    .contains("ml-platform/backend:api-v1", "ml-platform/backend-api:v1"));
  }

  @Test
  void mapsTheSameTagWhenTheOtherRepositoryDoesNotExist() {
    assertThat(map("backend:api-v1", "backend")).isEqualTo(to("backend-api-v1"));
  }

  @Test
  void givesEqualPrefixesToTheOlderRepository() {
    assertThat(map("ml/train:v1", "ml/train", "ml-train")).isEqualTo(to("ml-train-v1"));
    assertThat(map("ml-train:v1", "ml/train", "ml-train")).isInstanceOf(Refused.class);
  }

  @Test
  void doesNotAskForTheRepositoriesWhenNoOtherCouldClaimTheTag() {
    assertThat(
            mapping.map(
                reference("backend:v1"),
                () -> {
                  throw new AssertionError("asked");
                }))
        .isEqualTo(to("backend-v1"));
  }

  @Test
  void refusesAServiceThatWouldLookLikeADigest() {
    assertThat(map("sha256:" + "a".repeat(64), "sha256"))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.reason()).contains("SERVICE_PREFIXES"));
  }

  @Test
  void tellsWhichLegacyTagAConsolidatedTagStandsFor() {
    assertThat(mapping.claims(new Tag("backend-api-v1"), repositories("backend", "backend-api")))
        .containsExactly(reference("backend-api:v1"), reference("backend:api-v1"));
  }

  @Test
  void letsEveryRepositoryClaimASignatureTag() {
    assertThat(mapping.claims(new Tag(SIGNATURE_TAG), repositories("backend", "frontend")))
        .containsExactly(
            reference("backend:" + SIGNATURE_TAG), reference("frontend:" + SIGNATURE_TAG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml-platform", "ml-platform/all", "ml-platform/a/b"})
  void refusesAConsolidatedRepositoryInsideTheLegacyNamespace(String consolidated) {
    assertThatThrownBy(() -> new TagMapping(NAMESPACE, new RepositoryName(consolidated), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose a name outside");
  }

  @Test
  void listsAllProblemsOfOverridesAtOnce() {
    var prefix = new TagPrefix("api");

    assertThatThrownBy(() ->
            new TagMapping(
                NAMESPACE,
                CONSOLIDATED,
                Map.of(repository("backend"), prefix, new RepositoryName("other/x"), prefix)))
        .hasMessageContaining("other/x has a prefix but does not lie")
        .hasMessageContaining("api is given to two");
  }

  @Test
  void onlyRepositoriesWhosePrefixesBeginAlikeAreClaimants() {
    var known = repositories("backend-api", "front", "backend", "frontend", "backend/api/v1");

    assertThat(mapping.claimants(repository("backend"), known))
        .isEqualTo(repositories("backend-api", "backend", "backend/api/v1"));
    assertThat(mapping.claimants(repository("front"), known)).isEqualTo(repositories("front"));
  }

  @Test
  void hasNoPrefixForANameThatMakesNone() {
    assertThat(mapping.prefix(repository("backend"))).contains(new TagPrefix("backend"));
    assertThat(mapping.prefix(repository("sha256"))).isEmpty();
  }

  @Test
  void isForTheRepositoriesBelowItsNamespaceAlone() {
    assertThat(mapping.covers(repository("backend"))).isTrue();
    assertThat(mapping.covers(NAMESPACE)).isFalse();
    assertThat(mapping.covers(new RepositoryName("other/backend"))).isFalse();
    assertThatThrownBy(() ->
            mapping.map(
                new ImageReference(new RepositoryName("other/backend"), new Tag("v1")), List::of))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other/backend does not lie in");
  }

  @Test
  void saysWhyAnOverlongTagHasNoTarget() {
    var refused = mapping.overlong(repository("backend"), "x".repeat(200));

    assertThat(refused.cause()).isEqualTo(MappedTag.Cause.OVERLONG);
    assertThat(refused.reason()).contains("208", "128", "may have 120");
    assertThatThrownBy(() -> mapping.overlong(new RepositoryName("other/backend"), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other/backend does not lie in");
  }

  @Test
  void listsTheOtherClaimsOfATag() {
    var otherClaims =
        mapping.otherClaims(
            reference("backend:api-v1"),
            new Tag("backend-api-v1"),
            () -> repositories("backend", "backend-api"));

    assertThat(otherClaims).containsExactly(reference("backend-api:v1"));
  }

  @Test
  void doesNotAskForTheRepositoriesWhenThereCanBeNoRival() {
    assertThat(
            mapping.otherClaims(
                reference("backend:v1"),
                new Tag("backend-v1"),
                () -> {
                  throw new AssertionError("asked");
                }))
        .isEmpty();
  }

  @Test
  void hasOtherClaimsOfAnyTagWhereAnOverrideMayMakeThem() {
    var overridden =
        new TagMapping(
            NAMESPACE, CONSOLIDATED, Map.of(repository("api"), new TagPrefix("backend")));

    assertThat(overridden.overrides()).containsOnlyKeys(repository("api"));
    assertThat(
            overridden.otherClaims(
                reference("backend:v1"),
                new Tag("backend-v1"),
                () -> repositories("backend", "api")))
        .containsExactly(reference("api:v1"));
  }

  private MappedTag map(String reference, String... known) {
    return mapping.map(reference(reference), () -> repositories(known));
  }

  private static MappedTag to(String tag) {
    return new Mapped(new Tag(tag));
  }

  private static ImageReference reference(String reference) {
    var parts = reference.split(":", -1);
    return new ImageReference(repository(parts[0]), new Tag(parts[1]));
  }

  private static RepositoryName repository(String service) {
    return new RepositoryName("ml-platform/" + service);
  }

  private static List<RepositoryName> repositories(String... services) {
    return Stream.of(services).map(TagMappingTest::repository).toList();
  }
}
