package io.github.ecrconsolidation.events;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to mirror, with its event format: the detail of "Mirror Requested", and of ECR's own events
 * about pushes, which name repository, tag and digest alike. A hint, not an order to copy this very
 * image: by the time it is read, the tag may point elsewhere. Printed as an operator would type it:
 * {@code repository:tag} or {@code repository@digest}.
 */
public sealed interface MirrorRequest {

  /** The legacy repository it is about. */
  RepositoryName repository();

  /** The tag it is about; empty for an untagged image. */
  String tagText();

  /** The digest that was pushed, if it is known. */
  Optional<Digest> pushed();

  /**
   * Make the target follow {@code image}.
   *
   * @param pushed what the tag pointed to when the request was made
   * @param override moves the target even from a newer image, from one of another legacy
   *     repository, or out of the archive; for operators only
   */
  record OfTag(ImageReference image, Optional<Digest> pushed, boolean override)
      implements MirrorRequest {

    /** Without override, as every event of a push. */
    public OfTag(ImageReference image, Optional<Digest> pushed) {
      this(image, pushed, false);
    }

    @Override
    public RepositoryName repository() {
      return image.repository();
    }

    @Override
    public String tagText() {
      return image.tag().value();
    }

    @Override
    public String toString() {
      return image.toString();
    }
  }

  /** A tag of 129 to 300 characters, which ECR takes and no OCI client can address. */
  record OfOverlongTag(RepositoryName repository, String tag, Optional<Digest> pushed)
      implements MirrorRequest {
    /** As long as ECR takes (ECR API, {@code imageTag}). */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{128,299}");

    @Override
    public String tagText() {
      return tag;
    }

    @Override
    public String toString() {
      return repository + ":" + tag;
    }
  }

  /**
   * An image was pushed without a tag: a child of an index, or a referrer.
   *
   * @param requested by the reconciler or an operator, who knows that its subject is to be mirrored
   *     too, however old it is
   */
  record OfDigest(RepositoryName repository, Digest digest, boolean requested)
      implements MirrorRequest {

    /** As every event of a push. */
    public OfDigest(RepositoryName repository, Digest digest) {
      this(repository, digest, false);
    }

    @Override
    public String tagText() {
      return "";
    }

    @Override
    public Optional<Digest> pushed() {
      return Optional.of(digest);
    }

    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }

  /** The event "Mirror Requested" that {@link #parse} reads as this request. */
  default BusEvent event(RepositoryName consolidated) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("repository-name", repository().value());
    detail.put("image-tag", tagText());
    pushed().ifPresent(digest -> detail.put("image-digest", digest.value()));
    detail.put("consolidated-repository", consolidated.value());
    if (this instanceof OfTag tag && tag.override()) {
      detail.put("override", true);
    }
    return new BusEvent(BusEvent.MIRROR_REQUESTED, detail);
  }

  /**
   * The request in the detail of an event.
   *
   * @param requested whether it is a "Mirror Requested", and no event of a push
   * @throws IllegalArgumentException when it names no repository or neither tag nor digest, or one
   *     of them has a form that ECR does not allow
   */
  static MirrorRequest parse(JsonObject detail, boolean requested) {
    var repository =
        detail
            .text("repository-name")
            .map(RepositoryName::new)
            .orElseThrow(() -> new IllegalArgumentException("the event has no repository-name"));
    var digest = detail.text("image-digest").map(Digest::new);
    // An untagged push carries an empty tag, or none at all (cfn-ecr-aws-soci-index-builder#8).
    return detail
        .text("image-tag")
        .filter(tag -> !tag.isEmpty())
        .map(tag -> ofTag(repository, tag, digest, requested && isOverride(detail)))
        .orElseGet(() ->
            new OfDigest(
                repository,
                digest.orElseThrow(() ->
                    new IllegalArgumentException(
                        "the event has neither image-tag nor image-digest")),
                requested));
  }

  private static MirrorRequest ofTag(
      RepositoryName repository, String tag, Optional<Digest> digest, boolean override) {
    return OfOverlongTag.FORM.matcher(tag).matches()
        ? new OfOverlongTag(repository, tag, digest)
        : new OfTag(new ImageReference(repository, new Tag(tag)), digest, override);
  }

  private static boolean isOverride(JsonObject detail) {
    if (detail.has("override") && !(detail.members().get("override") instanceof Boolean)) {
      throw new IllegalArgumentException(
          "override is %s; expected true or false".formatted(detail.members().get("override")));
    }
    return detail.flag("override");
  }
}
