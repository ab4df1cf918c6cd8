package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.ecr.ImageSource;
import io.github.ecrconsolidation.ecr.ImageTarget;
import io.github.ecrconsolidation.ecr.UploadSession;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/** A registry in memory whose images have no layers, so none is ever moved. */
public abstract class LayerlessRegistry implements ImageSource, ImageTarget {

  @Override
  public List<Descriptor> missing(RepositoryName repository, List<Descriptor> blobs) {
    return blobs;
  }

  @Override
  public Optional<UploadSession> mount(Descriptor blob, RepositoryName from, RepositoryName to) {
    throw noLayers();
  }

  @Override
  public void upload(
      Descriptor blob, RepositoryName from, RepositoryName to, UploadSession session) {
    throw noLayers();
  }

  @Override
  public void uploadUnmounted(Descriptor blob, RepositoryName from, RepositoryName to) {
    throw noLayers();
  }

  private static AssertionError noLayers() {
    return new AssertionError("images here have no layers");
  }
}
