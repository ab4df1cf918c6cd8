package io.github.ecrconsolidation.references;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.references.Finding.Decision;
import io.github.ecrconsolidation.references.Finding.Manual;
import io.github.ecrconsolidation.references.Finding.Possible;
import io.github.ecrconsolidation.references.Finding.Rewrite;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.TagPolicy;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Interpretation.Unexplained;
import io.github.ecrconsolidation.references.Targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides what every legacy reference becomes, by the mirror's own {@link TagMapping}.
 *
 * <p>Whether a consolidated tag is ambiguous can only be told of repositories that are known here:
 * those listed, and those any of the inputs names. One that is neither is not seen here; the mirror
 * sees it, and refuses its tags. Of two with an equal prefix the older one is the owner: the listed
 * ones count as oldest first, of others the age is not known, so their references require manual
 * action.
 */
public final class ReferencePlanner {
  private final Targets targets;
  private final List<RepositoryName> listed;
  private final List<RepositoryName> known;
  private final Set<RegistryHost> registries;
  private final Context context;

  /**
   * @param listed the legacy repositories as far as they are known, oldest first
   * @param all what every input says
   */
  public ReferencePlanner(Targets targets, List<RepositoryName> listed, List<Matches> all) {
    this.targets = targets;
    this.listed = List.copyOf(listed);
    this.known =
        Stream.concat(listed.stream(), all.stream().flatMap(Matches::repositories).sorted())
            .distinct()
            .toList();
    this.registries = registries(all);
    this.context = new Context(all);
  }

  private static Set<RegistryHost> registries(List<Matches> all) {
    return all.stream()
        .flatMap(matches -> matches.found().stream())
        .map(Match::interpretation)
        .filter(Named.class::isInstance)
        .map(interpretation -> RegistryHost.of(((Named) interpretation).host()))
        .filter(RegistryHost::isLiteral)
        .collect(toSet());
  }

  /** What becomes of each reference of {@code matches}, in its order. */
  public List<Finding> plan(Matches matches) {
    var findings = new ArrayList<Finding>();
    for (var match : matches.found()) {
      decide(match, matches)
          .map(decision ->
              new Finding(match.line(), match.where(), match.written(), match.pushed(), decision))
          .ifPresent(findings::add);
    }
    return Pushes.together(findings);
  }

  /** Empty when the rest of the input explains it. */
  private Optional<Decision> decide(Match match, Matches in) {
    return switch (match.interpretation()) {
      case Unclear(var reason) -> Optional.of(new Manual(reason + hint(match, in)));
      case Unexplained(var reason) -> Optional.of(new Possible(reason));
      case TagPolicy(var of) -> context.tagPolicy(of, hint(match, in)).map(Manual::new);
      case Named named ->
          Optional.of(
              context
                  .objection(named, in)
                  .<Decision>map(Manual::new)
                  .orElseGet(() -> decide(named, in)));
    };
  }

  /** What the new name would be, where only the tag is unknown. */
  private String hint(Match match, Matches in) {
    return match
        .repository()
        .flatMap(repository ->
            targets.of(in.input(), RegistryHost.of(match.written()), registries)
                    instanceof Target.To(var mapping)
                ? hint(mapping, repository)
                : Optional.empty())
        .orElse("");
  }

  private static Optional<String> hint(TagMapping mapping, RepositoryName repository) {
    return Optional.of(repository)
        .filter(mapping::covers)
        .flatMap(mapping::prefix)
        .map(prefix ->
            "; it becomes %s:%s".formatted(mapping.consolidated(), prefix.format("<tag>")));
  }

  private Decision decide(Named named, Matches in) {
    return switch (targets.of(in.input(), RegistryHost.of(named.host()), registries)) {
      case Target.None(var reason) -> new Manual(reason);
      case Target.To(var mapping) -> decide(named, mapping);
    };
  }

  private Decision decide(Named named, TagMapping mapping) {
    if (named.open()) {
      return mapping
          .prefix(named.repository())
          .map(prefix -> open(named, mapping, prefix))
          .orElseGet(() -> new Manual("its repository has no usable tag prefix"));
    }
    return named
        .tag()
        .map(tag -> decide(named, mapping, new ImageReference(named.repository(), new Tag(tag))))
        .orElseGet(() -> rewrite(named, mapping, ""));
  }

  private Decision open(Named named, TagMapping mapping, TagPrefix prefix) {
    var tag = prefix.format(named.tag().orElseThrow());
    return context
        .prefixedAlready(prefix)
        .or(() ->
            otherOwner(named.repository(), mapping, prefix, tag)
                .map(other ->
                    "%s:%s is ambiguous: it could be a tag of %s; give one of the two repositories another prefix in SERVICE_PREFIXES, or retag"
                        .formatted(mapping.consolidated(), tag, other)))
        .<Decision>map(Manual::new)
        .orElseGet(() -> rewrite(named, mapping, tag));
  }

  /** The repository that owns {@code tag} by its longer prefix, whatever is filled in. */
  private Optional<RepositoryName> otherOwner(
      RepositoryName repository, TagMapping mapping, TagPrefix prefix, String tag) {
    return known.stream()
        .filter(other -> !other.equals(repository) && mapping.covers(other))
        .filter(other ->
            mapping
                .prefix(other)
                .filter(it -> tag.startsWith(it.start()))
                .filter(it ->
                    it.equals(prefix)
                        ? !isOlder(repository, other)
                        : it.start().length() > prefix.start().length())
                .isPresent())
        .findFirst();
  }

  private boolean isOlder(RepositoryName one, RepositoryName other) {
    return listed.contains(one) && listed.indexOf(one) < listed.indexOf(other);
  }

  private Decision decide(Named named, TagMapping mapping, ImageReference legacy) {
    return switch (mapping.map(legacy, () -> known)) {
      case Refused(_, var reason) -> new Manual(reason);
      case Mapped(var tag) ->
          ambiguous(mapping, legacy, tag)
              .<Decision>map(other ->
                  new Manual(
                      "%s:%s could be %s, too, and the older repository owns it; list both, oldest first, with --repositories"
                          .formatted(mapping.consolidated(), tag, other)))
              .orElseGet(() -> rewrite(named, mapping, tag.value()));
    };
  }

  private Optional<ImageReference> ambiguous(TagMapping mapping, ImageReference legacy, Tag tag) {
    var prefix = mapping.prefix(legacy.repository()).map(TagPrefix::value);
    return tag.isDigestAddressed()
        ? Optional.empty()
        : mapping.otherClaims(legacy, tag, () -> known).stream()
            .filter(
                other -> mapping.prefix(other.repository()).map(TagPrefix::value).equals(prefix))
            .filter(other ->
                !listed.contains(other.repository()) || !listed.contains(legacy.repository()))
            .findFirst();
  }

  private static Decision rewrite(Named named, TagMapping mapping, String tag) {
    var consolidated = mapping.consolidated();
    var renamed =
        "%s/%s%s%s"
            .formatted(named.host(), consolidated, tag.isEmpty() ? "" : ":" + tag, named.digest());
    var edits = named.slots().stream().map(slot -> slot.filled(consolidated, tag)).toList();
    return new Rewrite(renamed, edits, named.remark());
  }
}
