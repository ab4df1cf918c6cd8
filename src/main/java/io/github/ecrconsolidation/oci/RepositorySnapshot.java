package io.github.ecrconsolidation.oci;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All images of a repository at one time, in whatever storage class, by digest and by tag. */
public final class RepositorySnapshot {
  private final RepositoryName repository;
  private final Map<Digest, Image> images;
  private final Map<Tag, Image> tags;

  public RepositorySnapshot(RepositoryName repository, Collection<Image> images) {
    var byDigest = new HashMap<Digest, Image>();
    var byTag = new HashMap<Tag, Image>();
    for (var image : images) {
      byDigest.put(image.digest(), image);
      image.tags().forEach(tag -> byTag.put(tag, image));
    }
    this.repository = repository;
    this.images = Map.copyOf(byDigest);
    this.tags = Map.copyOf(byTag);
  }

  /** Whose images these are. */
  public RepositoryName repository() {
    return repository;
  }

  /** Every image, in no particular order. */
  public Collection<Image> images() {
    return images.values();
  }

  /** Every tag and the image it points to. */
  public Map<Tag, Image> tags() {
    return tags;
  }

  /** The image of this digest. */
  public Optional<Image> find(Digest digest) {
    return Optional.ofNullable(images.get(digest));
  }

  /** The image {@code tag} points to. */
  public Optional<Image> find(Tag tag) {
    return Optional.ofNullable(tags.get(tag));
  }

  /** Whether the image of this digest is here and can be pulled now. */
  public boolean serves(Digest digest) {
    return find(digest).filter(Image::isActive).isPresent();
  }
}
