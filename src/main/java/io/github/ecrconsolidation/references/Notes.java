package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Interpretation.Automated;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Interpretation.Unexplained;
import java.util.List;
import java.util.Optional;

/** Writes the references of one text down, with what the lines around them say. */
final class Notes {
  private final ReferenceGrammar grammar;
  private final Matches sightings;
  private final String text;
  private final LineNumbers lines;
  private final boolean hasLines;

  Notes(ReferenceGrammar grammar, Matches sightings, String text, boolean hasLines) {
    this.hasLines = hasLines;
    this.grammar = grammar;
    this.sightings = sightings;
    this.text = text;
    this.lines = new LineNumbers(text);
  }

  void add(Occurrence hit, Interpretation claim) {
    add(hit, claim, "", false, text.substring(hit.start(), hit.end()));
  }

  /**
   * Adds {@code hit} if it is one, unless its line asks to be ignored.
   *
   * @param pushed whether the structure around it says so; the line may say so, too
   */
  void add(Occurrence hit, Interpretation claim, String where, boolean pushed, String written) {
    if (Surroundings.isIgnored(text, hit.start())) {
      sightings.ignore();
      return;
    }
    explained(hit, claim)
        .map(explained ->
            new Match(
                hasLines ? lines.of(hit.start()) : 0,
                where,
                written,
                hit.repository(),
                pushed || Surroundings.isPush(text, hit.start()),
                explained))
        .ifPresent(sightings::add);
  }

  private Optional<Interpretation> explained(Occurrence hit, Interpretation claim) {
    if (hit.obstacle().filter(ReferenceGrammar.FILLED_IN::equals).isPresent()) {
      return filledIn(hit);
    }
    if (Surroundings.isCache(text, hit.start())) {
      return Optional.of(
          new Unclear(
              "a build cache does not belong in the consolidated repository: give it one of its own"));
    }
    return Optional.of(
        claim instanceof Named named
            ? policy(hit, named).map(policy -> named.with(new Automated(policy))).orElse(named)
            : claim);
  }

  /** The marker may stand beside the repository or beside the tag. */
  private Optional<String> policy(Occurrence hit, Named named) {
    return Surroundings.imagePolicy(text, hit.start())
        .or(() ->
            named.slots().stream()
                .flatMap(slot -> Surroundings.imagePolicy(text, slot.span().start()).stream())
                .findFirst());
  }

  /** A repository that is a variable is explained by what the same text gives that variable. */
  private Optional<Interpretation> filledIn(Occurrence hit) {
    var variable = Placeholder.variable(text.substring(hit.name().start(), hit.name().end()));
    var given = variable.map(name -> Definition.of(name, text)).orElse(List.of());
    var legacy = given.stream().filter(one -> grammar.isLegacyName(one.value())).findFirst();
    if (legacy.isPresent()) {
      return legacy.map(one ->
          new Unclear(
              "%s is %s in line %d".formatted(variable.orElse(""), one.value(), one.line())));
    }
    return given.stream().anyMatch(one -> !Placeholder.isAt(one.value(), 0, one.value().length()))
        ? Optional.empty()
        : Optional.of(new Unexplained(ReferenceGrammar.FILLED_IN));
  }
}
