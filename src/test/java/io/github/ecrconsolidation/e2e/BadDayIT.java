package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that cannot be mounted, a registry that throttles and breaks off, too little time. */
class BadDayIT {
  private static final Duration PLENTY = Duration.ofMinutes(15);

  private final Landscape landscape = Landscape.start();
  private final TestImage image = TestImages.image("api", 300_000, 200, 100);

  @AfterEach
  void stop() {
    landscape.close();
  }

  @Test
  void streamsEveryBlobWhenMountingIsOff() {
    landscape.ecr.store().blobMounting(false);
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(result.number("streamedBlobs")).contains(4L);
    assertThat(result.number("mountedBlobs")).contains(0L);
    assertThat(landscape.ecr.audit().blobBytesDownloaded())
        .isEqualTo(result.number("StreamedBytes").orElseThrow());
  }

  @Test
  void streamsFromARepositoryWithOtherEncryption() {
    var other = "ml-platform/secret";
    landscape.create(
        RepositorySettings.named(other)
            .with(
                new RepositorySettings.Encryption(
                    RepositorySettings.Encryption.Type.KMS, "arn:aws:kms:key")));
    landscape.push(other, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("secret-v1")).isEqualTo(image.digest());
    assertThat(result.number("streamedBlobs")).contains(4L);
  }

  @Test
  void streamsOnlyWhatIsNotMounted() {
    landscape.ecr.store().refuseMounts(image.blobs().getLast().digest());
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(result.number("mountedBlobs")).contains(3L);
    assertThat(result.number("streamedBlobs")).contains(1L);
    assertThat(landscape.count("POST mount")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribeImages",
        "BatchGetImage",
        "BatchCheckLayerAvailability",
        "PutImage",
        "POST mount"
      })
  void waitsOutThrottling(String operation) {
    landscape.ecr.faults().on(operation).times(3).throttle();
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(result.number("streamedBlobs")).contains(0L);
    assertThat(result.number("requests")).contains(10L + 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BatchGetImage", "PutImage", "POST mount"})
  void outlivesAnAnswerThatGetsLost(String operation) {
    landscape.ecr.faults().on(operation).once().loseResponse();
    landscape.push(BACKEND, TestImages.twoPlatforms("api", Attestations.PLAIN), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isNotEmpty();
  }

  @Test
  void givesAnImageBackToTheQueueWhenThrottlingDoesNotEnd() {
    landscape.ecr.faults().on("PutImage").throttle();
    landscape.push(BACKEND, image, "v1");

    var back = landscape.handle(PLENTY, landscape.pushes.getFirst());

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("outcome")).contains("Failed");
    assertThat(landscape.result().text("code")).contains("ThrottlingException");
    assertThat(landscape.bus.events("Image Mirror Failed")).isEmpty();
    assertThat(landscape.ecr.store().tags(CONSOLIDATED)).doesNotContainKey("backend-v1");
  }

  @Test
  void beginsALayerAnewWhenItsConnectionIsCut() {
    landscape.ecr.store().blobMounting(false);
    var one = landscape.push(BACKEND, TestImages.image("one", 300_000), "v1");
    var layer = one.blobs().getLast().digest();
    landscape.ecr.faults().on("GetObject").about(layer).once().cutBody(150_000);

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isNotEmpty();
    assertThat(result.number("streamedBlobs")).contains(2L);
    assertThat(landscape.count("GetObject")).isEqualTo(3);
  }

  @Test
  void beginsALayerAnewWhenItsLastByteIsWrong() {
    landscape.ecr.store().blobMounting(false);
    landscape.ecr.faults().on("GetObject").once().corruptBody();
    landscape.push(BACKEND, TestImages.image("one", 300_000), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isNotEmpty();
    assertThat(landscape.count("GetObject")).isEqualTo(3);
  }

  @Test
  void neverLetsAWrongLayerIn() {
    landscape.ecr.store().blobMounting(false);
    landscape.ecr.faults().on("GetObject").corruptBody();
    landscape.push(BACKEND, image, "v1");

    var back = landscape.handle(PLENTY, landscape.pushes.getFirst());

    // Two attempts for each of the four blobs; more would not help.
    assertThat(landscape.count("GetObject")).isEqualTo(2 * 4);
    assertThat(back).isEmpty();
    assertThat(landscape.result().text("outcome")).contains("Refused");
    assertThat(landscape.result().text("code")).contains("DigestMismatch");
    assertThat(landscape.ecr.store().tags(CONSOLIDATED)).doesNotContainKey("backend-v1");
    assertThat(landscape.ecr.store().blobs(CONSOLIDATED))
        .doesNotContainAnyElementsOf(image.blobs().stream().map(it -> it.digest()).toList());
  }

  @Test
  void logsInAgainWhenTheRegistryFindsTheTokenTooOld() {
    // The function's clock does not tell.
    landscape.ecr.clock().advance(Duration.ofHours(13));
    landscape.clock.advance(Duration.ofHours(1));
    landscape.push(BACKEND, image, "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(landscape.count("GetAuthorizationToken")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void logsInAgainBeforeTheTokenExpires() {
    landscape.ecr.clock().advance(Duration.ofHours(13));
    landscape.clock.advance(Duration.ofHours(13));
    landscape.push(BACKEND, image, "v1");

    landscape.deliverLast();

    assertThat(landscape.ecr.audit().count("POST mount", 401)).isZero();
    assertThat(landscape.count("GetAuthorizationToken")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCESS_DENIED", "INVALID_PARAMETER", "LAYER_UNKNOWN"})
  void uploadsWhatARefusedMountDoesNotBring(EcrError refusal) {
    landscape.ecr.faults().on("POST mount").refuse(refusal);
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(landscape.count("POST mount")).isEqualTo(4);
    assertThat(result.number("streamedBlobs")).contains(4L);
    assertThat(result.number("MountsRepeatedAsUploads")).contains(4L);
  }

  @Test
  void uploadsWhatNoMountEverBrings() {
    landscape.ecr.faults().on("POST mount").refuse(EcrError.SERVER);
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(result.number("streamedBlobs")).contains(4L);
    assertThat(result.number("MountsRepeatedAsUploads")).contains(4L);
  }

  @Test
  void uploadsWhatNoMountEverBringsThoughTheFirstUploadBreaks() {
    landscape.ecr.faults().on("POST mount").refuse(EcrError.SERVER);
    landscape.ecr.faults().on("GetObject").once().cutBody(100);
    landscape.push(BACKEND, TestImages.image("one", 300_000), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isNotEmpty();
  }

  @Test
  void uploadsNothingInsteadOfAMountThatIsThrottled() {
    landscape.ecr.faults().on("POST mount").throttle();
    landscape.push(BACKEND, image, "v1");

    var back = landscape.handle(PLENTY, landscape.pushes.getFirst());

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("code")).contains("TOOMANYREQUESTS");
    assertThat(landscape.count("POST upload")).isZero();
  }

  @Test
  void uploadsAMountedLayerThatIsNotFound() {
    var layer = image.blobs().getLast().digest();
    landscape
        .ecr
        .faults()
        .on("POST mount")
        .about(layer)
        .after(() -> landscape.ecr.store().loseBlob(CONSOLIDATED, layer));
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(result.number("mountedBlobs")).contains(4L);
    assertThat(result.number("streamedBlobs")).contains(1L);
    assertThat(result.number("MountsRepeatedAsUploads")).contains(1L);
    assertThat(landscape.count("POST mount")).isEqualTo(4);
  }

  @Test
  void uploadsAllLayersWhenTheRegistryDoesNotSayWhichItMisses() {
    landscape.ecr.faults().on("PutImage").once().refuse(EcrError.LAYERS_NOT_FOUND);
    landscape.push(BACKEND, image, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(result.number("MountsRepeatedAsUploads")).contains(4L);
  }

  @Test
  void beginsNothingWithTooLittleTimeLeft() {
    landscape.push(BACKEND, image, "v1");

    var back = landscape.handle(Duration.ofSeconds(15), landscape.pushes.getFirst());

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("code")).contains("OutOfTime");
    assertThat(landscape.requests()).isEmpty();
  }

  @Test
  void putsNoMoreManifestsWhenTheTimeIsOver() {
    var children =
        IntStream.range(0, 32)
            .mapToObj(i -> TestImages.image("child " + i, 5))
            .toArray(TestImage[]::new);
    landscape.push(BACKEND, TestImages.index(children), "v1");
    landscape.ecr.faults().on("PutImage").before(theTimeIsOver());

    var back = landscape.handle(PLENTY, landscape.pushes.getLast());

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("code")).contains("OutOfTime");
    // Those that were under way at once.
    assertThat(landscape.count("PutImage")).isLessThanOrEqualTo(4);
  }

  @Test
  @Timeout(60)
  void cutsAStreamOffWhenTheTimeIsOver() {
    var never = new CountDownLatch(1);
    landscape.ecr.store().blobMounting(false);
    landscape.ecr.faults().on("GetObject").holdBody(never);
    landscape.push(BACKEND, TestImages.image("slow", 300_000), "v1");

    var back = landscape.handle(Duration.ofMillis(15_500), landscape.pushes.getLast());
    never.countDown();

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("code")).contains("OutOfTime");
    assertThat(landscape.ecr.store().tags(CONSOLIDATED)).doesNotContainKey("backend-v1");
  }

  @Test
  @Timeout(60)
  void cutsACallOffWhenTheTimeIsOver() {
    var never = new CountDownLatch(1);
    landscape.ecr.faults().on("BatchGetImage").holdBody(never);
    landscape.push(BACKEND, image, "v1");

    var back = landscape.handle(Duration.ofMillis(15_500), landscape.pushes.getLast());
    never.countDown();

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("code")).contains("OutOfTime");
  }

  @Test
  void refusedStorageIsAskedOnceMoreAndQuoted() {
    landscape.ecr.store().blobMounting(false);
    landscape.ecr.faults().on("GetObject").refuse(EcrError.ACCESS_DENIED);
    landscape.push(BACKEND, TestImages.image("one", 300_000), "v1");

    var back = landscape.handle(PLENTY, landscape.pushes.getLast());

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("code")).contains("AccessDenied");
    assertThat(landscape.result().text("reason").orElse(""))
        .contains(BACKEND, "storage localhost", "HTTP 403");
    assertThat(landscape.count("GetObject")).isEqualTo(2 * 2);
  }

  @Test
  void aSignedUrlThatStorageRefusesIsRenewed() {
    landscape.ecr.store().blobMounting(false);
    landscape.ecr.faults().on("GetObject").once().refuse(EcrError.ACCESS_DENIED);
    landscape.push(BACKEND, TestImages.image("one", 300_000), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isNotEmpty();
    assertThat(landscape.count("GET blob")).isEqualTo(3);
  }

  @Test
  void aRegistryThatLeavesAnImageOutOfItsAnswerIsNotAskedForEver() {
    var index = TestImages.twoPlatforms("api", Attestations.PLAIN);
    landscape.push(BACKEND, index, "v1");
    landscape.ecr.store().read(OtherReading.CHILDREN_ARE_LEFT_OUT);

    var result = landscape.deliverLast();

    assertThat(result.text("code")).contains("UnexpectedAnswer");
    assertThat(landscape.count("BatchGetImage")).isEqualTo(2);
  }

  @Test
  void goesOnWhereTheTimeRanOut() {
    var large = TestImages.image("large", LongStream.rangeClosed(1, 60).toArray());
    landscape.push(BACKEND, large, "v1");
    landscape.ecr.faults().on("POST mount").before(theTimeIsOver());

    var back = landscape.handle(PLENTY, landscape.pushes.getFirst());
    var begun = landscape.count("POST mount");
    landscape.ecr.faults().clear();
    landscape.deliver(landscape.pushes.getFirst());

    assertThat(back).containsExactly("0");
    // Those that were under way at once.
    assertThat(begun).isBetween(1L, 50L);
    assertThat(landscape.mirrored("backend-v1")).isEqualTo(large.digest());
    assertThat(landscape.count("POST mount")).isEqualTo(61);
  }

  /** Lets the first call use up the time; the others that are under way wait until it has. */
  private Runnable theTimeIsOver() {
    var over = new AtomicBoolean();
    return () -> {
      synchronized (over) {
        if (over.compareAndSet(false, true)) {
          landscape.clock.advance(PLENTY);
        }
      }
    };
  }

  @Test
  void finishesWhatAKilledFunctionLeftHalfDone() {
    var index = TestImages.twoPlatforms("api", Attestations.PLAIN);
    landscape.push(BACKEND, index, "v1");
    var push = landscape.pushes.getLast();
    landscape.ecr.faults().on("PutImage").about("backend-v1").refuse(EcrError.SERVER);
    landscape.handle(PLENTY, push);
    landscape.ecr.faults().clear();
    landscape.ecr.audit().clear();

    landscape.deliver(push);

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(index.digest());
    assertThat(landscape.count("POST mount")).isZero();
    assertThat(landscape.count("PutImage")).isEqualTo(1);
  }

  @Test
  void putsTheChildrenThatAKilledFunctionDidNotPut() {
    var index = TestImages.twoPlatforms("api", Attestations.PLAIN);
    landscape.push(BACKEND, index, "v1");
    var push = landscape.pushes.getLast();
    landscape.ecr.faults().on("PutImage").refuse(EcrError.SERVER);
    landscape.handle(PLENTY, push);
    landscape.ecr.faults().clear();
    landscape.ecr.audit().clear();

    landscape.deliver(push);

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(index.digest());
    assertThat(landscape.count("POST mount")).isZero();
    // The index alone, in vain, then four children and the index.
    assertThat(landscape.count("PutImage")).isEqualTo(6);
  }

  @Test
  void aBusThatRefusesEventsTurnsNoMirroredImageIntoADeadLetter() {
    landscape.push(BACKEND, image, "v1");
    // As often as a refused event is sent again within one invocation.
    landscape.bus.failNextEntries(LocalClients.impatient().maxAttempts());

    var back = landscape.handle(PLENTY, landscape.pushes.getFirst());

    assertThat(back).isEmpty();
    assertThat(JsonObject.parse(landscape.log.getFirst()).text("outcome")).contains("Mirrored");
    assertThat(landscape.result().number("EventsNotPublished")).contains(1L);
  }
}
