package io.github.ecrconsolidation.bench;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one image costs: its requests by kind, and the longest chain of requests of which each waits
 * for the one before. The argument says by how many milliseconds each request is slowed down.
 */
final class MirrorRoundTrips implements AutoCloseable {
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";

  private final Duration latency;
  private final LocalEventBus bus;
  private final LocalClock clock = LocalClock.following(Clock.systemUTC());
  private final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  private final MirrorHandler mirror;
  private String lastEvent = "";

  private MirrorRoundTrips(Duration latency) throws IOException {
    this.latency = latency;
    bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, clock);
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    mirror =
        LocalFunctions.mirror(
            SoakWorkers.ENVIRONMENT,
            ecr.endpoint(),
            bus.endpoint(),
            LocalClients.impatient(),
            clock,
            line -> lastEvent = line);
  }

  public static void main(String[] arguments) throws IOException {
    try (var bench = new MirrorRoundTrips(Duration.ofMillis(Long.parseLong(arguments[0])))) {
      bench.warmUp();
      System.out.println("image | requests | longest chain | by kind");
      var single = TestImages.image("single", 300, 200, 100);
      bench.measure("one image, 4 blobs", single, "v1");
      bench.measure("the same again", single, "v1");
      bench.measure("a second tag for it", single, "v2");
      var layers = new long[41];
      Arrays.fill(layers, 100);
      bench.measure("one image, 41 layers", TestImages.image("large", layers), "v3");
      var index = TestImages.twoPlatforms("index", Attestations.WITH_SUBJECT);
      bench.measure("two platforms, two attestations", index, "v4");
      bench.measure("a second tag for the index", index, "v5");
    }
  }

  private void warmUp() {
    var image = TestImages.image("warm-up", 10);
    push(image, "warm");
    handle(image, "warm");
  }

  private void measure(String name, TestImage image, String tag) {
    push(image, tag);
    ecr.audit().clear();
    ecr.faults().latency(latency);
    handle(image, tag);
    ecr.faults().clear();
    var kinds =
        ecr.audit().entries().stream()
            .collect(
                Collectors.groupingBy(
                    Audit.Entry::operation, LinkedHashMap::new, Collectors.counting()));
    System.out.printf(
        "%s | %d | %d | %s%n",
        name, ecr.audit().entries().size(), LongestChain.of(ecr.audit().entries()), kinds);
  }

  private void push(TestImage image, String tag) {
    ecr.push(LEGACY, image, tag);
  }

  private void handle(TestImage image, String tag) {
    var message = new SQSEvent.SQSMessage();
    message.setMessageId(tag);
    message.setBody(
        """
        {"source":"aws.ecr","detail-type":"ECR Image Action","account":"%s","region":"%s","time":"%s",
         "detail":{"action-type":"PUSH","result":"SUCCESS","repository-name":"%s",
                   "image-tag":"%s","image-digest":"%s"}}\
        """
            .formatted(
                LocalEcr.ACCOUNT, LocalEcr.REGION, clock.instant(), LEGACY, tag, image.digest()));
    var event = new SQSEvent();
    event.setRecords(List.of(message));
    mirror.handleRequest(event, LocalContext.withRemaining(Duration.ofMinutes(15), _ -> {}));
    if (!lastEvent.contains("Mirrored\"")) {
      throw new IllegalStateException(lastEvent);
    }
  }

  @Override
  public void close() {
    bus.close();
    ecr.close();
  }
}
