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
    var hits = grammar.hits(source, written.start(), written.end());
    if (hits.isEmpty()) {
      return Optional.empty();
    }
    var selected =
        Optional.of(hits.getFirst())
            .filter(hit -> hit.start() == written.start() && hit.repository().isPresent());
    var pulled = Optional.of(hits.getLast()).filter(hit -> !source.startsWith("=", hit.end()));
    var isNameGiven = pulled.filter(hit -> source.startsWith("=", hit.start() - 1)).isPresent();
    return Optional.of(new ArgoImage(selected, pulled, isNameGiven));
  }

  /** What {@code claim} of the pulled image changes where the selecting name is kept. */
  Interpretation kept(Interpretation claim) {
    return claim instanceof Named named && !isNameGiven ? selecting(named) : claim;
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
