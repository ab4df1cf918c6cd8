package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.references.Claim.Literal;
import io.github.ecrconsolidation.references.Claim.Named;
import io.github.ecrconsolidation.references.Claim.Selectable;
import io.github.ecrconsolidation.references.Claim.Unclear;
import io.github.ecrconsolidation.references.Claim.Values;
import io.github.ecrconsolidation.references.Finding.Decision;
import io.github.ecrconsolidation.references.Finding.LeftToPerson;
import io.github.ecrconsolidation.references.Finding.Rewrite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what every legacy reference becomes, by the mirror's own {@link TagMapping}.
 *
 * <p>Whether two repositories claim one consolidated tag can only be told of repositories that are
 * known here: those listed, and those any of the inputs names. A repository that is neither is a
 * rival this planner does not see; the mirror does, and refuses its tags. Of two with an equal
 * prefix the older one is the owner: the listed ones count as oldest first, of others the age is
 * not known, so their references are left to a person.
 */
public final class ReferencePlanner {
  private final TagMapping mapping;
  private final List<RepositoryName> listed;
  private final List<RepositoryName> known;
  private final Map<String, String> selected = new HashMap<>();
  private final Map<String, Map<String, String>> tagOverrides = new HashMap<>();

  /**
   * @param listed the legacy repositories as far as they are known, oldest first
   * @param all what every input says
   */
  public ReferencePlanner(TagMapping mapping, List<RepositoryName> listed, List<Sightings> all) {
    this.mapping = mapping;
    this.listed = List.copyOf(listed);
    this.known =
        Stream.concat(listed.stream(), all.stream().flatMap(Sightings::repositories).sorted())
            .distinct()
            .toList();
    for (var sightings : all) {
      sightings.selected().forEach(selected::putIfAbsent);
      sightings
          .tagOverrides()
          .forEach((path, line) ->
              tagOverrides
                  .computeIfAbsent(sightings.folder(), _ -> new HashMap<>())
                  .putIfAbsent(path, "%s:%d".formatted(sightings.input(), line)));
    }
  }

  /** What becomes of each reference of {@code sightings}, in its order. */
  public List<Finding> plan(Sightings sightings) {
    return sightings.found().stream()
        .map(sighting ->
            new Finding(
                sighting.line(),
                sighting.where(),
                sighting.written(),
                decide(sighting, sightings.folder())))
        .toList();
  }

  private Decision decide(Sighting sighting, String folder) {
    return switch (sighting.claim()) {
      case Unclear(var reason) -> new LeftToPerson(reason + hint(sighting.repository()));
      case Named named ->
          objection(named, folder).<Decision>map(LeftToPerson::new).orElseGet(() -> decide(named));
    };
  }

  /** What the new name would be, where only the tag is unknown. */
  private String hint(Optional<RepositoryName> repository) {
    return repository
        .filter(mapping::covers)
        .flatMap(mapping::prefix)
        .map(prefix -> "; it becomes %s:%s-<tag>".formatted(mapping.consolidated(), prefix))
        .orElse("");
  }

  private Optional<String> objection(Named named, String folder) {
    return switch (named.use()) {
      case Literal() -> Optional.empty();
      case Selectable() ->
          Optional.ofNullable(selected.get(named.host() + "/" + named.repository()))
              .map(
                  "%s selects it by this name and says what is pulled; to change both, give it a name of its own, such as the service's"
                      ::formatted);
      case Values(var path) ->
          Optional.ofNullable(tagOverrides.getOrDefault(folder, Map.of()).get(path))
              .map(
                  "%s gives it another tag, which has to get the prefix at the same time"
                      ::formatted);
    };
  }

  private Decision decide(Named named) {
    return named
        .tag()
        .map(tag -> decide(named, new ImageReference(named.repository(), new Tag(tag))))
        .orElseGet(() -> rewrite(named, Optional.empty()));
  }

  private Decision decide(Named named, ImageReference legacy) {
    return switch (mapping.map(legacy, () -> known)) {
      case Refused(_, var reason) -> new LeftToPerson(reason);
      case Mapped(var tag) ->
          rivalOfUnknownAge(legacy, tag)
              .<Decision>map(rival ->
                  new LeftToPerson(
                      "%s:%s could be %s, too, and the older repository owns it; list both, oldest first, with --repositories"
                          .formatted(mapping.consolidated(), tag, rival)))
              .orElseGet(() -> rewrite(named, Optional.of(tag)));
    };
  }

  private Optional<ImageReference> rivalOfUnknownAge(ImageReference legacy, Tag tag) {
    var prefix = mapping.prefix(legacy.repository()).map(TagPrefix::value);
    return tag.isDigestAddressed()
        ? Optional.empty()
        : mapping.rivals(legacy, tag, () -> known).stream()
            .filter(
                rival -> mapping.prefix(rival.repository()).map(TagPrefix::value).equals(prefix))
            .filter(rival ->
                !listed.contains(rival.repository()) || !listed.contains(legacy.repository()))
            .findFirst();
  }

  private Decision rewrite(Named named, Optional<Tag> tag) {
    var consolidated = mapping.consolidated();
    var renamed =
        "%s/%s%s%s"
            .formatted(
                named.host(), consolidated, tag.map(t -> ":" + t).orElse(""), named.digest());
    var edits =
        named.slots().stream()
            .map(slot -> slot.filled(consolidated, tag.map(Tag::value).orElse("")))
            .toList();
    return new Rewrite(renamed, edits, named.remark());
  }
}
