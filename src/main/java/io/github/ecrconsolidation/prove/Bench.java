package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.EcrProof;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the experiments of one run are made: its repositories, and what they do with them. */
record Bench(ProofId id, EcrProof ecr, Surroundings surroundings) {
  /** The template excludes the same from immutability. */
  private static final List<String> MUTABLE_TAGS = List.of("*latest", "sha256-*");

  /** Creates the repositories of the run: of the consolidated one alone the tags are immutable. */
  void createRepositories(Optional<String> kmsKey) {
    for (var repository : id.repositories()) {
      var mutable = repository.equals(id.consolidated()) ? MUTABLE_TAGS : List.<String>of();
      ecr.createRepository(repository, kmsKey, mutable, id.tags());
    }
  }

  Instant now() {
    return surroundings.clock().instant();
  }

  /** The image of this name, not pushed yet. */
  ProofImage image(String name) {
    return ProofImage.image(id, name);
  }

  /** Pushes as clients do, blobs first, with these tags or without any. */
  void push(ProofImage image, RepositoryName repository, String... tags) {
    image
        .contents()
        .forEach(content -> ecr.push(repository, content.descriptor(), content.bytes()));
    if (tags.length == 0) {
      put(image, repository, Optional.empty());
    }
    for (var tag : tags) {
      put(image, repository, Optional.of(new Tag(tag)));
    }
  }

  private void put(ProofImage image, RepositoryName repository, Optional<Tag> tag) {
    ecr.put(repository, image.manifest(), tag)
        .ifPresent(code -> {
          throw new Obstacle("%s was not taken by PutImage: %s".formatted(repository, code));
        });
  }

  /** The image of this name, pushed to the legacy repository under its name. */
  ProofImage pushedToLegacy(String name) {
    var image = image(name);
    push(image, id.legacy(), name);
    return image;
  }

  /** Mounts all blobs; false if one was copied instead. */
  boolean mount(ProofImage image, RepositoryName from) {
    return image.blobs().stream()
        .map(blob -> ecr.transfer(blob, from, id.consolidated()))
        .reduce(true, Boolean::logicalAnd);
  }

  /** Mounts all blobs of the image, and puts it under this tag. */
  void mirror(ProofImage image, RepositoryName from, String tag) {
    if (!mount(image, from)) {
      throw new Obstacle("nothing was mounted, so nothing follows for mounted layers");
    }
    put(image, id.consolidated(), Optional.of(new Tag(tag)));
  }

  /** Makes sure that the repository is one of this run, immediately before something is deleted. */
  void requireOwn(RepositoryName repository) {
    var tags = ecr.resourceTags(repository).orElse(Map.of());
    if (!id.repositories().contains(repository) || !id.value().equals(tags.get(ProofId.TAG_KEY))) {
      throw new Obstacle(
          "%s does not carry the tag of this run: nothing was deleted".formatted(repository));
    }
  }

  /** Deletes an image of this run; it is an obstacle if ECR refuses. */
  void delete(ProofImage image, RepositoryName repository) {
    requireOwn(repository);
    ecr.delete(repository, image.digest(), Set.of())
        .ifPresent(code -> {
          throw new Obstacle("%s was not deleted: %s".formatted(image.digest(), code));
        });
  }

  /** Those blobs of a mirrored image that cannot be downloaded or are not AVAILABLE. */
  List<Descriptor> lost(ProofImage image) {
    var missing = ecr.missing(id.consolidated(), image.blobs());
    return image.blobs().stream()
        .filter(blob -> missing.contains(blob) || !isDownloadable(blob))
        .toList();
  }

  private boolean isDownloadable(Descriptor blob) {
    try {
      ecr.download(id.consolidated(), blob);
      return true;
    } catch (RegistryException e) {
      if (e.isRefusal()) {
        return false;
      }
      throw e;
    }
  }

  /** Why an experiment cannot be made. */
  static final class Obstacle extends RuntimeException {
    private static final long serialVersionUID = 1;

    Obstacle(String message) {
      super(message);
    }
  }
}
