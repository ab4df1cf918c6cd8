package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Node.Scalar;
import java.util.Optional;

/**
 * An image that an Application of Argo CD gives Kustomize as {@code [name=]newName:newTag}. The
 * selecting name is kept, as are the manifests that it selects.
 *
 * @param selected the legacy repository that is selected, if any
 * @param pulled the legacy image that is pulled, if any
 * @param isNameGiven whether a selecting name stands in front of it
 */
record ArgoImage(Optional<Occurrence> selected, Optional<Occurrence> pulled, boolean isNameGiven) {

  /** The image in {@code scalar}, if it names a legacy one. */
  static Optional<ArgoImage> of(Scalar scalar, ReferenceGrammar grammar) {
    return scalar.written().flatMap(span -> of(scalar.source(), span, grammar));
  }

  private static Optional<ArgoImage> of(String source, Span written, ReferenceGrammar grammar) {
    var occurrences = grammar.occurrences(source, written.start(), written.end());
    if (occurrences.isEmpty()) {
      return Optional.empty();
    }
    var selected =
        Optional.of(occurrences.getFirst())
            .filter(occurrence ->
                occurrence.start() == written.start() && occurrence.repository().isPresent());
    var pulled =
        Optional.of(occurrences.getLast())
            .filter(occurrence -> !source.startsWith("=", occurrence.end()));
    var isNameGiven =
        pulled.filter(occurrence -> source.startsWith("=", occurrence.start() - 1)).isPresent();
    return Optional.of(new ArgoImage(selected, pulled, isNameGiven));
  }

  /** What {@code interpretation} of the pulled image changes where the selecting name is kept. */
  Interpretation kept(Interpretation interpretation) {
    return interpretation instanceof Named named && !isNameGiven
        ? selecting(named)
        : interpretation;
  }

  private static Interpretation selecting(Named named) {
    var slots =
        named.slots().stream()
            .map(slot ->
                new Slot(
                    slot.span(),
                    "%s=%s/%s".formatted(named.repository(), named.host(), slot.format())))
            .toList();
    return new Named(
        named.host(),
        named.repository(),
        named.tag(),
        named.open(),
        named.digest(),
        slots,
        new Literal(),
        "the old name still selects");
  }
}
