package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedLayersTest extends StepFixture {
  private static final int MORE_THAN_ARE_RISKED = (int) Allowance.AT_LEAST + 1;

  private void sameLayers(int images) {
    TestImage first = TestImages.image("base", 100);
    for (var i = 0; i < images; i++) {
      mirrored(TestImages.sameLayers(first, "image " + (100 + i)), "v" + i);
    }
    clock.advance(Duration.ofDays(31));
  }

  private List<Keep> kept(long proven) {
    var snapshot = snapshot();
    return new SharedLayers(layers).kept(planner.plan(snapshot, clock.instant()), snapshot, proven);
  }

  @Test
  void keepsOneOfMoreImagesThanMayBeRisked() {
    sameLayers(MORE_THAN_ARE_RISKED);

    assertThat(kept(0))
        .singleElement()
        .satisfies(keep -> {
          assertThat(keep.reason()).isEqualTo(KeepReason.LAST_WITH_SHARED_LAYERS);
          assertThat(keep.detail()).contains("11 images", LEGACY);
        });
  }

  @Test
  void keepsNoneOfAsManyAsMayBeLostAtOnce() {
    sameLayers((int) Allowance.AT_LEAST);

    assertThat(kept(0)).isEmpty();
  }

  @Test
  void keepsNoneWhereAsManyRemovedImagesAreProvenComplete() {
    sameLayers(MORE_THAN_ARE_RISKED);

    assertThat(kept(MORE_THAN_ARE_RISKED)).isEmpty();
    assertThat(kept(MORE_THAN_ARE_RISKED - 1)).hasSize(1);
  }

  @Test
  void keepsNoneWhereAnotherIsKeptAnyway() {
    sameLayers(MORE_THAN_ARE_RISKED);
    var recent = TestImages.sameLayers(TestImages.image("base", 100), "image 199");
    mirrored(recent, "new");

    assertThat(kept(0)).isEmpty();
  }

  @Test
  void keepsNoneOfImagesOfOneSizeWithLayersOfTheirOwn() {
    for (var i = 0; i < MORE_THAN_ARE_RISKED; i++) {
      mirrored(TestImages.image("image " + (100 + i), 100), "v" + i);
    }
    clock.advance(Duration.ofDays(31));
    assertThat(snapshot().alike()).singleElement().satisfies(it -> assertThat(it).hasSize(11));

    assertThat(kept(0)).isEmpty();
  }
}
