package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/** What a text says of a legacy image, before it is known what else the input says. */
sealed interface Interpretation {

  /** It cannot be determined from here; {@code reason} says why. */
  record Unclear(String reason) implements Interpretation {}

  /** The name of a legacy repository that may or may not be meant for the registry. */
  record Unexplained(String reason) implements Interpretation {}

  /** A policy of image automation that selects the tags of the image repository {@code of}. */
  record TagPolicy(String of) implements Interpretation {}

  /**
   * A legacy image.
   *
   * @param tag empty when the digest alone says which
   * @param open whether a part of the tag is filled in elsewhere
   * @param slots what changes
   * @param use what else in the input has a say
   * @param remark what a reader should know, or empty
   */
  record Named(
      String host,
      RepositoryName repository,
      Optional<String> tag,
      boolean open,
      String digest,
      List<Slot> slots,
      Use use,
      String remark)
      implements Interpretation {

    public Named {
      slots = List.copyOf(slots);
    }

    Named with(Use other) {
      return new Named(host, repository, tag, open, digest, slots, other, remark);
    }
  }

  /**
   * Where a change is made; in {@code format}, 1 is the consolidated repository and 2 the new tag.
   */
  record Slot(Span span, String format) {

    Edit filled(Object repository, Object tag) {
      return new Edit(span.start(), span.end(), format.formatted(repository, tag));
    }
  }

  /** What else in the input may have a say in a reference. */
  sealed interface Use {}

  /** Nothing. */
  record Literal() implements Use {}

  /** It is an {@code image}, which a Kustomization may select by its name. */
  record Selectable() implements Use {}

  /** It is the mapping at {@code path} of Helm values, which a file beside it may override. */
  record Values(String path) implements Use {}

  /** Flux writes it, as the image policy {@code policy} says. */
  record Automated(String policy) implements Use {}
}
