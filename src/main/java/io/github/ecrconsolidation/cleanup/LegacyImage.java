package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;

/** An image of a legacy repository, on which a decision is passed. */
public record LegacyImage(RepositoryName repository, HeldImage held) {

  /** Its digest. */
  public Digest digest() {
    return held.digest();
  }

  /** Its size, for sums: that of an index is its largest image's, which counts itself. */
  public long ownBytes() {
    return held.image().mediaType().isIndex() ? 0 : held.sizeBytes();
  }

  /** As an operator would type it: {@code repository:tag,tag@digest}. */
  @Override
  public String toString() {
    var tags = held.image().tags().stream().sorted().limit(3).map(Tag::value).collect(joining(","));
    return repository + (tags.isEmpty() ? "" : ":" + tags) + "@" + digest();
  }
}
