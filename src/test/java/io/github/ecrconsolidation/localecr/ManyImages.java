package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Fills a store with a hundred thousand images in seconds: all of one layer, each of its own. */
public final class ManyImages {
  private static final TestBlob BLOB = TestBlob.of("{}");

  private final EcrStore store;

  public ManyImages(EcrStore store) {
    this.store = store;
  }

  /** Makes the repository and pushes {@code count} images, tagged {@code v0}, {@code v1}, ... */
  public void create(String repository, int count) throws IOException {
    store.createRepository(RepositorySettings.named(repository));
    new StoreSink(store, repository).blob(BLOB);
    for (var i = 0; i < count; i++) {
      push(repository, i, "v" + i);
    }
  }

  /** Pushes the image {@code number} of a repository, whose digest no other has, under a tag. */
  public void push(String repository, int number, String tag) {
    store.putImage(repository, manifest(repository, number), Optional.of(tag), Optional.empty());
  }

  /** Does at once what mirroring would do. */
  public void mirror(String legacy, String digest, String consolidated, String tag) {
    var manifest = store.find(legacy, ImageId.ofDigest(digest)).manifest();
    store.putImage(consolidated, manifest, Optional.of(tag), Optional.empty());
  }

  private static StoredManifest manifest(String repository, int number) {
    var config = blob("application/vnd.oci.image.config.v1+json");
    var layer = blob("application/vnd.oci.image.layer.v1.tar+gzip");
    var text =
        new Output()
            .with("schemaVersion", 2)
            .with("mediaType", ManifestType.OCI_MANIFEST.mediaType())
            .with("config", config)
            .with("layers", List.of(layer))
            .with("annotations", new Output().with("is", repository + " " + number))
            .toJson();
    return ManifestParser.parse(text, Optional.of(ManifestType.OCI_MANIFEST.mediaType()));
  }

  private static Output blob(String mediaType) {
    return new Output()
        .with("mediaType", mediaType)
        .with("digest", BLOB.digest())
        .with("size", BLOB.size());
  }
}
