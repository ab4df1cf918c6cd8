package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Interpretation.Automated;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Interpretation.Unexplained;
import java.util.List;
import java.util.Optional;

/** Writes the references of one text down, with what the lines around them say. */
final class Notes {
  private static final String SELECTION =
      "it selects an image of a Kustomization by this name, and the name of the consolidated repository would select every service's: keep the name, and say behind it what is pulled, as <name>=<consolidated repository>:<tag>";

  private final ReferenceGrammar grammar;
  private final Matches matches;
  private final String text;
  private final LineNumbers lines;
  private final boolean hasLines;

  Notes(ReferenceGrammar grammar, Matches matches, String text, boolean hasLines) {
    this.hasLines = hasLines;
    this.grammar = grammar;
    this.matches = matches;
    this.text = text;
    this.lines = new LineNumbers(text);
  }

  void add(Occurrence occurrence, Interpretation interpretation) {
    add(
        occurrence,
        interpretation,
        "",
        false,
        text.substring(occurrence.start(), occurrence.end()));
  }

  /**
   * Adds {@code occurrence} if it is one, unless its line asks to be ignored.
   *
   * @param pushed whether the structure around it says so; the line may say so, too
   */
  void add(
      Occurrence occurrence,
      Interpretation interpretation,
      String where,
      boolean pushed,
      String written) {
    if (Surroundings.isIgnored(text, occurrence.start())) {
      matches.ignore();
      return;
    }
    explained(occurrence, interpretation)
        .map(explained ->
            new Match(
                line(occurrence),
                where,
                written,
                occurrence.repository(),
                pushed || Surroundings.isPush(text, occurrence.start()),
                explained))
        .ifPresent(matches::add);
  }

  private int line(Occurrence occurrence) {
    return hasLines ? lines.of(occurrence.start()) : 0;
  }

  private Optional<Interpretation> explained(Occurrence occurrence, Interpretation interpretation) {
    if (occurrence.obstacle().filter(ReferenceGrammar.FILLED_IN::equals).isPresent()) {
      return filledIn(occurrence);
    }
    if (occurrence.repository().isPresent() && Surroundings.isSelection(text, occurrence.start())) {
      matches.addSelected(
          occurrence.host() + "/" + occurrence.repository().get(), line(occurrence));
      return text.startsWith("=", occurrence.end())
          ? Optional.empty()
          : Optional.of(new Unclear(SELECTION));
    }
    if (Surroundings.isCache(text, occurrence.start())) {
      return Optional.of(
          new Unclear(
              "a build cache does not belong in the consolidated repository: give it one of its own"));
    }
    return Optional.of(
        interpretation instanceof Named named
            ? policy(occurrence, named)
                .map(policy -> named.with(new Automated(policy)))
                .orElse(named)
            : interpretation);
  }

  /** The marker may stand beside the repository or beside the tag. */
  private Optional<String> policy(Occurrence occurrence, Named named) {
    return Surroundings.imagePolicy(text, occurrence.start())
        .or(() ->
            named.slots().stream()
                .flatMap(slot -> Surroundings.imagePolicy(text, slot.span().start()).stream())
                .findFirst());
  }

  /** A repository that is a variable is explained by what the same text gives that variable. */
  private Optional<Interpretation> filledIn(Occurrence occurrence) {
    var variable =
        Placeholder.variable(text.substring(occurrence.name().start(), occurrence.name().end()));
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
