package io.github.ecrconsolidation.mapping;

import static java.util.Comparator.comparingInt;

import io.github.ecrconsolidation.mapping.MappedTag.Cause;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which tag of the consolidated repository a legacy tag becomes, and back.
 *
 * <p>{@code ml-platform/backend:v1} becomes {@code backend-v1}. Digest-addressed tags ({@link
 * Tag#isDigestAddressed}) keep their name, as signature tools look them up by it.
 *
 * <p>Prefixing alone is not injective: {@code backend:api-v1} and {@code backend-api:v1} both give
 * {@code backend-api-v1}. A consolidated tag therefore has one owner among the legacy repositories
 * known: the one with the longest matching prefix, between equal prefixes the oldest repository.
 * The other claims are refused, whatever the order in which they arrive.
 */
public final class TagMapping {
  private final RepositoryName namespace;
  private final RepositoryName consolidated;
  private final Map<RepositoryName, TagPrefix> overrides;

  /**
   * A mapping of the repositories below {@code namespace}; {@code overrides} give some of them a
   * prefix other than their name.
   *
   * @throws IllegalArgumentException listing everything that is wrong with the three together
   */
  public TagMapping(
      RepositoryName namespace,
      RepositoryName consolidated,
      Map<RepositoryName, TagPrefix> overrides) {
    this.namespace = namespace;
    this.consolidated = consolidated;
    this.overrides = Map.copyOf(overrides);
    var problems = problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private List<String> problems() {
    var problems = new ArrayList<String>();
    if (consolidated.isIn(namespace) || consolidated.equals(namespace)) {
      problems.add(
          "the consolidated repository %s lies in the legacy namespace %s: its own pushes would be mirrored again without end; choose a name outside"
              .formatted(consolidated, namespace));
    }
    var taken = new HashSet<TagPrefix>();
    overrides.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(override -> {
          if (!override.getKey().isIn(namespace)) {
            problems.add(
                "%s has a prefix but does not lie in the legacy namespace %s"
                    .formatted(override.getKey(), namespace));
          }
          if (!taken.add(override.getValue())) {
            problems.add(
                "the prefix %s is given to two repositories".formatted(override.getValue()));
          }
        });
    return problems;
  }

  /** The repository all legacy tags are mapped into. */
  public RepositoryName consolidated() {
    return consolidated;
  }

  /** Below which the legacy repositories are. */
  public RepositoryName namespace() {
    return namespace;
  }

  /** The prefixes that differ from the repository's name, by repository. */
  public Map<RepositoryName, TagPrefix> overrides() {
    return overrides;
  }

  /** Whether {@code repository} is one this mapping is for. */
  public boolean covers(RepositoryName repository) {
    return repository.isIn(namespace);
  }

  /**
   * Maps {@code legacy}.
   *
   * @param known the legacy repositories in force, oldest first; asked only if the consolidated tag
   *     could be claimed by another one
   * @throws IllegalArgumentException when the repository is not in the namespace
   */
  public MappedTag map(ImageReference legacy, Supplier<List<RepositoryName>> known) {
    if (!covers(legacy.repository())) {
      throw new IllegalArgumentException(
          "%s does not lie in the legacy namespace %s".formatted(legacy.repository(), namespace));
    }
    if (legacy.tag().isDigestAddressed()) {
      return new Mapped(legacy.tag());
    }
    var name = prefixName(legacy.repository());
    var refusal = TagPrefix.refusal(name);
    if (refusal.isPresent()) {
      return new Refused(
          Cause.NO_PREFIX,
          "%s has no usable tag prefix: %s; name another one in SERVICE_PREFIXES"
              .formatted(legacy.repository(), refusal.get()));
    }
    return new TagPrefix(name)
        .prepend(legacy.tag())
        .map(tag -> mayBeAmbiguous(tag) ? owned(legacy, tag, known.get()) : new Mapped(tag))
        .orElseGet(() -> tooLong(legacy.tag().value(), name));
  }

  /**
   * Every legacy tag of {@code known} that maps to {@code consolidatedTag} by name; the first is
   * its owner. A digest-addressed tag may be claimed by every repository.
   *
   * @param known the legacy repositories in force, oldest first
   */
  public List<ImageReference> claims(Tag consolidatedTag, List<RepositoryName> known) {
    if (consolidatedTag.isDigestAddressed()) {
      return known.stream().map(legacy -> new ImageReference(legacy, consolidatedTag)).toList();
    }
    return known.stream()
        .flatMap(legacy -> claim(legacy, consolidatedTag).stream())
        .sorted(comparingInt(claim -> claim.tag().value().length()))
        .toList();
  }

  /**
   * The other legacy tags that map to the same {@code consolidatedTag} by name.
   *
   * @param known the legacy repositories in force, oldest first; asked only if there may be any
   */
  public List<ImageReference> otherClaims(
      ImageReference legacy, Tag consolidatedTag, Supplier<List<RepositoryName>> known) {
    return mayBeAmbiguous(consolidatedTag)
        ? claims(consolidatedTag, known.get()).stream()
            .filter(claim -> !claim.equals(legacy))
            .toList()
        : List.of();
  }

  /** For many consolidated tags, which of {@code known} owns them. */
  public TagOwners owners(Collection<RepositoryName> known) {
    var byPrefix = new HashMap<String, RepositoryName>();
    known.forEach(
        legacy -> prefix(legacy).ifPresent(prefix -> byPrefix.putIfAbsent(prefix.value(), legacy)));
    return new TagOwners(byPrefix);
  }

  /** The prefix of the tags of {@code legacy}; empty when neither name nor override makes one. */
  public Optional<TagPrefix> prefix(RepositoryName legacy) {
    return Optional.of(prefixName(legacy))
        .filter(name -> TagPrefix.refusal(name).isEmpty())
        .map(TagPrefix::new);
  }

  /**
   * Those of {@code known}, in its order, that may ever claim a tag of {@code legacy}: prefixes of
   * which one begins with the other. The repository itself is one of them.
   *
   * @param known the legacy repositories in force, oldest first
   */
  public List<RepositoryName> claimants(RepositoryName legacy, List<RepositoryName> known) {
    var start = TagPrefix.start(prefixName(legacy));
    return known.stream()
        .filter(other -> {
          var otherStart = TagPrefix.start(prefixName(other));
          return start.startsWith(otherStart) || otherStart.startsWith(start);
        })
        .toList();
  }

  /**
   * Another repository can only claim a signature tag, a tag with two places to split, or override.
   */
  private boolean mayBeAmbiguous(Tag consolidatedTag) {
    var name = consolidatedTag.value();
    return consolidatedTag.isDigestAddressed()
        || !overrides.isEmpty()
        || name.indexOf(TagPrefix.SEPARATOR) != name.lastIndexOf(TagPrefix.SEPARATOR);
  }

  private MappedTag owned(ImageReference legacy, Tag tag, List<RepositoryName> known) {
    return claims(tag, known).stream()
        .findFirst()
        .filter(owner -> !owner.equals(legacy))
        .<MappedTag>map(owner ->
            new Refused(
                Cause.AMBIGUOUS,
                "%s is ambiguous: %s could be %s or %s, and belongs to the latter; give one of the two repositories another prefix in SERVICE_PREFIXES, or retag"
                    .formatted(legacy, tag, legacy, owner)))
        .orElseGet(() -> new Mapped(tag));
  }

  /**
   * Why {@code tag}, which is too long even without a prefix, has no target.
   *
   * @throws IllegalArgumentException when the repository is not in the namespace
   */
  public Refused overlong(RepositoryName legacy, String tag) {
    if (!covers(legacy)) {
      throw new IllegalArgumentException(
          "%s does not lie in the legacy namespace %s".formatted(legacy, namespace));
    }
    return tooLong(tag, prefixName(legacy));
  }

  private static Refused tooLong(String tag, String prefix) {
    return new Refused(
        Cause.OVERLONG,
        "%s has %d characters; a tag may have %d, so with the prefix %s a legacy tag may have %d"
            .formatted(
                TagPrefix.start(prefix) + tag,
                TagPrefix.start(prefix).length() + tag.length(),
                Tag.MAX_LENGTH,
                prefix,
                Tag.MAX_LENGTH - TagPrefix.start(prefix).length()));
  }

  private Optional<ImageReference> claim(RepositoryName legacy, Tag consolidatedTag) {
    return prefix(legacy)
        .flatMap(prefix -> prefix.strip(consolidatedTag))
        .map(tag -> new ImageReference(legacy, tag));
  }

  private String prefixName(RepositoryName legacy) {
    var override = overrides.get(legacy);
    return override == null
        ? TagPrefix.ofName(legacy.value().substring(namespace.value().length() + 1))
        : override.value();
  }
}
