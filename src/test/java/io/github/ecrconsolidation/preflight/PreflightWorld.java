package io.github.ecrconsolidation.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.preflight.PreflightInput.Growth;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Legacy repositories, two at first, and the consolidated one, all alike until a test changes it.
 */
final class PreflightWorld {
  static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  static final TagMapping MAPPING =
      new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of());

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final MediaType MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");

  boolean ownedByStack = true;
  Growth growth = new Growth(0, 0);
  Reading<Optional<String>> registryPolicy = new Read<>(Optional.empty());

  private final List<RepositoryName> legacy = new ArrayList<>();
  private final Map<RepositoryName, Repository> repositories = new LinkedHashMap<>();
  private final Map<RepositoryName, List<Image>> images = new HashMap<>();
  private final Map<RepositoryName, Reading<RepositoryPolicies>> policies = new HashMap<>();

  PreflightWorld() {
    add(CONSOLIDATED);
    legacy(BACKEND, WEB);
  }

  private void add(RepositoryName name) {
    put(name, new TagMutability(TagMutability.Mode.MUTABLE, List.of()), aes256(), false);
    images.put(name, new ArrayList<>());
    policies.put(name, new Read<>(new RepositoryPolicies(Optional.empty(), Optional.empty())));
  }

  /** More legacy repositories, younger than those before them. */
  PreflightWorld legacy(RepositoryName... names) {
    for (var name : names) {
      add(name);
      legacy.add(name);
    }
    return this;
  }

  static Encryption aes256() {
    return new Encryption("AES256", "");
  }

  /** What could not be read. */
  static <T> Failed<T> denied() {
    return new Failed<>("AccessDeniedException", "access denied", false);
  }

  PreflightWorld ownedByTerraform() {
    ownedByStack = false;
    return this;
  }

  PreflightWorld mutability(RepositoryName name, TagMutability mutability) {
    var before = repository(name);
    return put(name, mutability, before.encryption(), before.scannedOnPush());
  }

  PreflightWorld encryption(RepositoryName name, Encryption encryption) {
    var before = repository(name);
    return put(name, before.mutability(), encryption, before.scannedOnPush());
  }

  PreflightWorld scannedOnPush(RepositoryName name) {
    var before = repository(name);
    return put(name, before.mutability(), before.encryption(), true);
  }

  private PreflightWorld put(
      RepositoryName name, TagMutability mutability, Encryption encryption, boolean scanned) {
    repositories.put(name, new Repository(name, CREATED, mutability, encryption, scanned));
    return this;
  }

  /** The access policy of a repository. */
  PreflightWorld access(RepositoryName name, String policy) {
    return policies(name, Optional.of(policy), Optional.empty());
  }

  /** A lifecycle policy with these rules. */
  PreflightWorld lifecycle(RepositoryName name, String... rules) {
    return policies(
        name, Optional.empty(), Optional.of("{\"rules\":[%s]}".formatted(String.join(",", rules))));
  }

  private PreflightWorld policies(
      RepositoryName name, Optional<String> access, Optional<String> lifecycle) {
    policies.put(name, new Read<>(new RepositoryPolicies(access, lifecycle)));
    return this;
  }

  PreflightWorld policiesDenied(RepositoryName name) {
    policies.put(name, denied());
    return this;
  }

  /** An image one minute younger than those before it; one content is one digest everywhere. */
  PreflightWorld push(RepositoryName name, String content, String... tags) {
    var all = of(images, name);
    all.add(
        Images.image(
            Digest.of(content.getBytes(UTF_8)),
            Stream.of(tags).map(Tag::new).collect(Collectors.toSet()),
            MANIFEST,
            Optional.empty(),
            Image.Status.ACTIVE,
            CREATED.plusSeconds(60L * all.size())));
    return this;
  }

  /** With account settings that need no finding. */
  PreflightInput input() {
    return input(new Read<>(true), new Read<>(Set.of()), Optional.empty());
  }

  PreflightInput input(
      Reading<Boolean> mountsBlobs,
      Reading<Set<String>> pullTimeExclusions,
      Optional<String> mirrorRole) {
    return input(mountsBlobs, pullTimeExclusions, mirrorRole, Optional.empty());
  }

  PreflightInput input(
      Reading<Boolean> mountsBlobs,
      Reading<Set<String>> pullTimeExclusions,
      Optional<String> mirrorRole,
      Optional<Settings> settings) {
    var consolidated = repository(CONSOLIDATED);
    return new PreflightInput(
        legacy.stream().map(this::repository).toList(),
        consolidated,
        new RegistrySnapshot(
            legacy,
            legacy.stream().collect(Collectors.toMap(name -> name, this::snapshot)),
            snapshot(CONSOLIDATED),
            consolidated.mutability()),
        growth,
        ownedByStack,
        mountsBlobs,
        pullTimeExclusions,
        mirrorRole,
        settings);
  }

  /** The policies; no rule of the registry, no resource tag. */
  Settings settings() {
    return new Settings(
        policies,
        registryPolicy,
        new Read<>(List.<RegistryRule>of()),
        new Read<>(List.of()),
        new Read<>(Map.of()),
        new Read<>(true));
  }

  private Repository repository(RepositoryName name) {
    return of(repositories, name);
  }

  private RepositorySnapshot snapshot(RepositoryName name) {
    return new RepositorySnapshot(name, of(images, name));
  }

  private static <T> T of(Map<RepositoryName, T> all, RepositoryName name) {
    return Optional.ofNullable(all.get(name)).orElseThrow();
  }
}
