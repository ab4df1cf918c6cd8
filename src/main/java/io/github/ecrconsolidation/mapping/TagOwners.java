package io.github.ecrconsolidation.mapping;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which legacy repositories own consolidated tags, found without asking each repository. */
public final class TagOwners {
  private final Map<String, RepositoryName> byPrefix;

  TagOwners(Map<String, RepositoryName> byPrefix) {
    this.byPrefix = Map.copyOf(byPrefix);
  }

  /**
   * The repository with the longest prefix of {@code consolidatedTag}, as the first of {@link
   * TagMapping#claims}; a digest-addressed tag has no owner.
   */
  public Optional<RepositoryName> of(Tag consolidatedTag) {
    var name = consolidatedTag.value();
    return IntStream.iterate(
            name.lastIndexOf(TagPrefix.SEPARATOR),
            at -> at > 0,
            at -> name.lastIndexOf(TagPrefix.SEPARATOR, at - 1))
        .mapToObj(at -> name.substring(0, at))
        .filter(byPrefix::containsKey)
        .filter(prefix -> new TagPrefix(prefix).strip(consolidatedTag).isPresent())
        .flatMap(prefix -> Optional.ofNullable(byPrefix.get(prefix)).stream())
        .findFirst();
  }
}
