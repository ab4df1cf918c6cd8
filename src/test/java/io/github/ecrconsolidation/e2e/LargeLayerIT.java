package io.github.ecrconsolidation.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalLambda;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A layer of 1 GiB, not mountable, through the packaged function in a process of 256 MiB. */
class LargeLayerIT {
  private static final long LAYER = 1L << 30;
  private static final int PROCESS_MIB = 256;

  @Test
  void streamsALayerFourTimesThePeakMemoryOfItsProcess() throws IOException {
    var clock = LocalClock.at(Instant.now());
    List<String> pushes = new CopyOnWriteArrayList<>();
    try (var bus =
            LocalEventBus.start(Template.withDefaults(), (event, _) -> pushes.add(event), clock);
        var ecr = LocalEcr.builder().clock(clock).events(bus::accept).start();
        var lambda =
            LocalLambda.builder(ecr.endpoint(), bus.endpoint()).jvmFlags("-Xmx128m").start()) {
      lambda.awaitCheckpoint().restore();
      ecr.store().createRepository(RepositorySettings.named(Landscape.BACKEND));
      ecr.store().createRepository(RepositorySettings.named(Landscape.CONSOLIDATED));
      var image = TestImages.image("large", LAYER, 200);
      ecr.push(Landscape.BACKEND, image, "v1");
      var layer = image.blobs().get(1).digest();
      ecr.faults().on("GetObject").about(layer).once().cutBody(LAYER / 2);

      lambda.deliver(pushes.getLast());

      assertThat(ecr.store().tags(Landscape.CONSOLIDATED))
          .containsEntry("backend-v1", image.digest());
      var result = JsonObject.parse(lambda.stdout().getLast());
      assertThat(result.text("outcome")).contains("Mirrored");
      assertThat(result.number("streamedBlobs")).contains(3L);
      assertThat(
              ecr.audit()
                  .count(call ->
                      call.operation().equals("GetObject") && call.subjects().contains(layer)))
          .isEqualTo(2);
      assertThat(lambda.procFiles().orSkip().peakMemoryMiB()).isLessThan(PROCESS_MIB);
    }
  }
}
