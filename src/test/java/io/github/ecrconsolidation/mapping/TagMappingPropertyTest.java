package io.github.ecrconsolidation.mapping;

import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Few parts make many collisions: names and tags are put together from the same words. */
class TagMappingPropertyTest {
  private static final RepositoryName NAMESPACE = new RepositoryName("ml-platform");
  private static final List<String> WORDS =
      List.of("a", "b", "api", "v1", "sha256", "0".repeat(64), "x".repeat(60));

  private final Gen<String> word = integers().between(0, WORDS.size() - 1).map(WORDS::get);

  private final Gen<Tag> tags =
      lists()
          .of(word)
          .ofSizeBetween(1, 4)
          .map(words -> String.join("-", words))
          // Cut, not assumed away: a generator that finds too few valid ones gives up.
          .map(text -> new Tag(text.substring(0, Math.min(Tag.MAX_LENGTH, text.length()))));

  private final Gen<RepositoryName> repositories =
      lists()
          .of(word)
          .ofSizeBetween(1, 3)
          .zip(
              integers().between(0, 1),
              (words, slash) -> String.join(slash == 0 ? "-" : "/", words))
          .map(name -> new RepositoryName("ml-platform/" + name));

  private final Gen<List<RepositoryName>> registries =
      lists().of(repositories).ofSizeBetween(1, 6).map(list -> list.stream().distinct().toList());

  private final Gen<TagMapping> mappings =
      registries.map(overridden -> {
        var overrides = new HashMap<RepositoryName, TagPrefix>();
        overridden.stream()
            .limit(2)
            .forEach(
                name -> overrides.put(name, new TagPrefix("a" + "-b".repeat(overrides.size()))));
        return new TagMapping(NAMESPACE, new RepositoryName("data-platform-dev"), overrides);
      });

  @Test
  void noTwoLegacyTagsOfServicesShareAConsolidatedTag() {
    qt().forAll(mappings, registries, lists().of(tags).ofSizeBetween(1, 8))
        .check((mapping, known, names) ->
            mapped(mapping, known, names).entrySet().stream()
                .filter(entry -> !entry.getKey().tag().isDigestAddressed())
                .collect(Collectors.groupingBy(Map.Entry::getValue))
                .values()
                .stream()
                .allMatch(sharing -> sharing.size() == 1));
  }

  @Test
  void everyConsolidatedTagLeadsBackToItsLegacyTag() {
    qt().forAll(mappings, registries, lists().of(tags).ofSizeBetween(1, 8))
        .check((mapping, known, names) ->
            mapped(mapping, known, names).entrySet().stream()
                .filter(entry -> !entry.getKey().tag().isDigestAddressed())
                .allMatch(entry ->
                    mapping.claims(entry.getValue(), known).getFirst().equals(entry.getKey())));
  }

  @Test
  void serviceTagsNeverTakeTheNameOfASignatureTag() {
    qt().forAll(mappings, registries, lists().of(tags).ofSizeBetween(1, 8))
        .check((mapping, known, names) ->
            mapped(mapping, known, names).entrySet().stream()
                .allMatch(entry ->
                    entry.getKey().tag().isDigestAddressed()
                        == entry.getValue().isDigestAddressed()));
  }

  @Test
  void aTagIsMappedAlikeWithItsClaimantsAlone() {
    qt().forAll(mappings, registries, lists().of(tags).ofSizeBetween(1, 8))
        .check((mapping, known, names) ->
            known.stream()
                .allMatch(repository ->
                    names.stream()
                        .map(tag -> new ImageReference(repository, tag))
                        .allMatch(legacy ->
                            mapping
                                .map(legacy, () -> mapping.claimants(repository, known))
                                .equals(mapping.map(legacy, () -> known)))));
  }

  /** All legacy tags that have a place; a tag that could not be made would throw here. */
  private static Map<ImageReference, Tag> mapped(
      TagMapping mapping, List<RepositoryName> known, List<Tag> tags) {
    var places = new HashMap<ImageReference, Tag>();
    for (var repository : known) {
      for (var tag : tags) {
        var legacy = new ImageReference(repository, tag);
        if (mapping.map(legacy, () -> known) instanceof Mapped(var place)) {
          places.put(legacy, place);
        }
      }
    }
    return places;
  }
}
