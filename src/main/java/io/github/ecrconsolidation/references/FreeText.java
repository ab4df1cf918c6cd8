package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Selectable;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Interprets a reference in free text, by itself. */
final class FreeText {
  /** What other files give, or an outer template. */
  private static final Pattern HELM_VALUE =
      Pattern.compile("\\{\\{[^}]*(?:\\.Values\\b|\\binclude\\b|\\btpl\\b|\\$)");

  private FreeText() {}

  /** What {@code occurrence} says where nothing else belongs to it. */
  static Interpretation of(
      Occurrence occurrence, String text, boolean latestImplied, boolean selectable) {
    if (occurrence.obstacle().isPresent() || occurrence.repository().isEmpty()) {
      return new Unclear(occurrence.obstacle().orElse("it names no repository"));
    }
    var tool = Surroundings.tool(text, occurrence.start());
    if (tool.isPresent()) {
      return new Unclear(tool.get());
    }
    var digest = text.substring(occurrence.name().end(), occurrence.end());
    var use = selectable ? new Selectable() : new Literal();
    if (occurrence.isBare() && !latestImplied) {
      return new Unclear("it has no tag here, which may stand elsewhere");
    }
    if (occurrence.open() && HELM_VALUE.matcher(occurrence.tag().orElse("")).find()) {
      return new Unclear("its tag is filled in elsewhere, by a value that may have the prefix");
    }
    var tag = occurrence.isBare() ? Optional.of("latest") : occurrence.tag();
    return new Named(
        occurrence.host(),
        occurrence.repository().get(),
        tag,
        occurrence.open(),
        digest,
        List.of(new Slot(occurrence.name(), tag.isPresent() ? "%1$s:%2$s" : "%1$s")),
        use,
        remark(occurrence));
  }

  private static String remark(Occurrence occurrence) {
    if (occurrence.open()) {
      return "what fills the tag in still gives it without the prefix";
    }
    return occurrence.isBare() ? "no tag means latest" : "";
  }
}
