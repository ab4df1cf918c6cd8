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

  /** What {@code hit} says where nothing else belongs to it. */
  static Interpretation of(Occurrence hit, String text, boolean latestImplied, boolean selectable) {
    if (hit.obstacle().isPresent() || hit.repository().isEmpty()) {
      return new Unclear(hit.obstacle().orElse("it names no repository"));
    }
    var tool = Surroundings.tool(text, hit.start());
    if (tool.isPresent()) {
      return new Unclear(tool.get());
    }
    var digest = text.substring(hit.name().end(), hit.end());
    var use = selectable ? new Selectable() : new Literal();
    if (hit.isBare() && !latestImplied) {
      return new Unclear("it has no tag here, which may stand elsewhere");
    }
    if (hit.open() && HELM_VALUE.matcher(hit.tag().orElse("")).find()) {
      return new Unclear("its tag is filled in elsewhere, by a value that may have the prefix");
    }
    var tag = hit.isBare() ? Optional.of("latest") : hit.tag();
    return new Named(
        hit.host(),
        hit.repository().get(),
        tag,
        hit.open(),
        digest,
        List.of(new Slot(hit.name(), tag.isPresent() ? "%1$s:%2$s" : "%1$s")),
        use,
        remark(hit));
  }

  private static String remark(Occurrence hit) {
    if (hit.open()) {
      return "what fills the tag in still gives it without the prefix";
    }
    return hit.isBare() ? "no tag means latest" : "";
  }
}
