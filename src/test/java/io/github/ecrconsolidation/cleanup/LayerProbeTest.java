package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerProbeTest extends StepFixture {
  private static final String PROD = "data-platform-prod";

  private final TestImage image = mirrored(TestImages.image("one", 100, 200), "v1");

  private Set<Descriptor> blobs() {
    return layers.find(Set.of(digest(image)), Optional.empty()).layers(List.of(digest(image)));
  }

  @Test
  void downloadsEachLayerOnceFromTheStorage() {
    var twice = Collections.nCopies(2, blobs()).stream().flatMap(Set::stream).toList();
    ecr.audit().clear();

    assertThat(probe.loss(twice)).isEmpty();
    assertThat(ecr.audit().count("GetObject")).isEqualTo(3);
  }

  @Test
  void asksNothingWithoutLayers() {
    ecr.audit().clear();

    assertThat(probe.loss(List.of())).isEmpty();
    assertThat(ecr.audit().entries()).isEmpty();
  }

  @Test
  void namesTheLayerThatTheStorageDoesNotHave() {
    var lost = image.blobs().getLast().digest();
    var layers = blobs();
    ecr.store().loseBlob(CONSOLIDATED, lost);

    assertThat(probe.loss(layers))
        .hasValueSatisfying(loss -> assertThat(loss).contains(lost, CONSOLIDATED));
  }

  @Test
  void aPullThatIsDeniedIsALossToo() {
    ecr.faults().on("GetObject").refuse(EcrError.ACCESS_DENIED);

    assertThat(probe.loss(blobs())).isPresent();
  }

  @Test
  void looksIntoEveryConsolidatedRepository() {
    ecr.store().createRepository(RepositorySettings.named(PROD));
    var both = List.of(new RepositoryName(CONSOLIDATED), new RepositoryName(PROD));

    assertThat(new LayerProbe(both, registry).loss(blobs()))
        .hasValueSatisfying(loss -> assertThat(loss).contains(PROD));
  }

  @Test
  void theEndOfTheTimeIsNoLoss() {
    var late = new LayerProbe(mirrored.repositories(), registryWith(Duration.ZERO));
    var layers = blobs();

    assertThatThrownBy(() -> late.loss(layers))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
  }
}
