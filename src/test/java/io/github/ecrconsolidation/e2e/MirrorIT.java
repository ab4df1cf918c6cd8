package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of image arrives, at the price the design promises. */
class MirrorIT {
  private final Landscape landscape = Landscape.start();

  @AfterEach
  void stop() {
    landscape.close();
  }

  @Test
  void anImageOfFourBlobsCostsTenRequestsAndMovesNoByte() {
    var image = landscape.push(BACKEND, TestImages.image("api", 300, 200, 100), "v1.0.0");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1.0.0")).isEqualTo(image.digest());
    assertThat(landscape.requests())
        .containsExactlyInAnyOrder(
            "DescribeImages",
            "DescribeImages",
            "BatchGetImage",
            "BatchCheckLayerAvailability",
            "POST mount",
            "POST mount",
            "POST mount",
            "POST mount",
            "PutImage",
            "DescribeImages");
    assertThat(result.members())
        .containsEntry("outcome", "Mirrored")
        .containsEntry("requests", 10)
        .containsEntry("mountedBlobs", 4)
        .containsEntry("streamedBlobs", 0);
  }

  @Test
  void theTagStandsAfterFourRoundTripsWhateverTheNumberOfLayers() {
    var image =
        landscape.push(
            BACKEND,
            TestImages.image("wide", IntStream.range(1, 42).asLongStream().toArray()),
            "v1");
    // Each barrier opens only if all its requests are under way at once: one round trip.
    var first = together(3);
    landscape.ecr.faults().on("DescribeImages").times(2).before(first);
    landscape.ecr.faults().on("BatchGetImage").before(first);
    landscape.ecr.faults().on("POST mount").times(42).before(together(42));

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(landscape.requests().subList(0, 3))
        .containsExactlyInAnyOrder("DescribeImages", "DescribeImages", "BatchGetImage");
    assertThat(landscape.requests().subList(3, landscape.requests().size()).stream().distinct())
        .containsExactly("BatchCheckLayerAvailability", "POST mount", "PutImage", "DescribeImages");
  }

  private static Runnable together(int requests) {
    var barrier = new CyclicBarrier(requests);
    return () -> {
      try {
        barrier.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("not all under way at once", e);
      }
    };
  }

  @Test
  void whatIsThereAlreadyCostsTwoRequestsAndNoPull() {
    var image = landscape.push(BACKEND, TestImages.image("api", 300), "v1");
    landscape.deliverLast();
    var pulled = landscape.lastPulls(image);
    landscape.ecr.clock().advance(Duration.ofDays(2));
    landscape.ecr.audit().clear();

    var result = landscape.deliverLast();

    assertThat(landscape.requests()).containsExactly("DescribeImages", "DescribeImages");
    assertThat(result.members())
        .containsEntry("outcome", "AlreadyMirrored")
        .containsEntry("requests", 2);
    assertThat(landscape.lastPulls(image)).isEqualTo(pulled);
  }

  @Test
  void onlyTheBlobsThatAreMissingAreMoved() {
    landscape.push(BACKEND, TestImages.image("api", 300, 200), "v1");
    landscape.deliverAll();
    landscape.forget();
    // Layers of equal names are equal; the first two are there already.
    landscape.push(BACKEND, TestImages.image("api", 300, 200, 100), "v2");

    var result = landscape.deliverLast();

    assertThat(landscape.count("POST mount")).isEqualTo(1);
    assertThat(result.number("requests")).contains(7L);
  }

  @ParameterizedTest
  @EnumSource
  void anIndexArrivesWithItsAttestations(Attestations attestations) {
    var image = landscape.push(BACKEND, TestImages.twoPlatforms("api", attestations), "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(landscape.ecr.store().digests(CONSOLIDATED))
        .containsAll(image.manifests().stream().map(it -> it.digest()).toList());
    assertThat(landscape.count("BatchGetImage")).isEqualTo(2);
    assertThat(landscape.count("PutImage")).isEqualTo(5);
    assertThat(result.number("requests"))
        .contains(6L + 1 + 4 + result.number("mountedBlobs").orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void arrivesWithTheSameDigestAndTheSameBytes(TestImage image) {
    landscape.push(BACKEND, image, "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    for (var manifest : image.manifests()) {
      assertThat(landscape.ecr.store().manifest(CONSOLIDATED, manifest.digest()))
          .isEqualTo(manifest.text());
    }
    assertThat(landscape.ecr.audit().blobBytesDownloaded()).isZero();
  }

  static Stream<TestImage> otherKinds() {
    return Stream.of(
        TestImages.dockerImage("docker", 100, 50),
        TestImages.helmChart("chart"),
        TestImages.artifact("policy", "application/vnd.example.policy.v1"),
        TestImages.withForeignLayer("windows"),
        TestImages.withPushedForeignLayer("windows with its base"),
        TestImages.withEmptyUrls("windows with a base as any"),
        TestImages.index(
            TestImages.index(TestImages.image("inner", 10), TestImages.image("second", 20)),
            TestImages.image("outer", 30)));
  }

  @ParameterizedTest
  @EnumSource
  void theUntaggedChildrenOfAnIndexHaveNothingToDoByThemselves(Attestations attestations) {
    landscape.push(BACKEND, TestImages.twoPlatforms("api", attestations), "v1");
    var children = landscape.pushes.subList(0, 4).stream().toList();

    var outcomes =
        children.stream().map(landscape::deliver).map(it -> it.text("outcome").orElse("")).toList();

    assertThat(outcomes).hasSize(4).containsOnly("NothingToDo");
    assertThat(landscape.ecr.audit().entries()).hasSize(attestations == Attestations.PLAIN ? 4 : 6);
  }

  @Test
  void aForeignLayerIsCopiedIfTheLegacyRepositoryHoldsIt() {
    var windows = TestImages.withPushedForeignLayer("windows");
    landscape.push(BACKEND, windows, "v1");

    var result = landscape.deliverLast();

    assertThat(landscape.ecr.store().blobs(CONSOLIDATED))
        .containsAll(windows.blobs().stream().map(it -> it.digest()).toList());
    assertThat(result.number("mountedBlobs")).contains(3L);
    assertThat(landscape.count("BatchCheckLayerAvailability")).isEqualTo(2);
  }

  @Test
  void aForeignLayerThatNobodyHoldsIsSkipped() {
    landscape.push(BACKEND, TestImages.withForeignLayer("windows"), "v1");

    var result = landscape.deliverLast();

    assertThat(result.text("outcome")).contains("Mirrored");
    assertThat(result.number("mountedBlobs")).contains(2L);
  }

  @Test
  void isMirroredWhereIdsAndFilterExcludeEachOther() {
    landscape.ecr.store().read(OtherReading.IDS_EXCLUDE_A_FILTER);
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
  }

  @Test
  void isMirroredWhereOnlyTheManifestStatesItsMediaType() {
    landscape.ecr.store().read(OtherReading.MEDIA_TYPE_IN_THE_MANIFEST_ONLY);
    var image = landscape.push(BACKEND, TestImages.twoPlatforms("api", Attestations.PLAIN), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
  }

  @Test
  void aReferrerThatIsTriedAgainStillBringsItsSubject() {
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var sbom = landscape.push(BACKEND, TestImages.referrer(image, "application/spdx+json"));
    landscape.ecr.faults().on("PutImage").refuse(EcrError.SERVER);
    landscape.deliverLast();
    landscape.ecr.faults().clear();

    landscape.deliverLast();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(sbom.digest(), image.digest());
  }

  @Test
  void aLongChainOfReferrersArrives() {
    var root = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var last = root;
    for (var i = 0; i < 40; i++) {
      last = landscape.push(BACKEND, TestImages.referrer(last, "application/link-" + i));
    }

    landscape.deliverLast();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(last.digest(), root.digest());
  }

  @Test
  void signatureTagsKeepTheirNames() {
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var signature = TestImages.cosignSignature(image);
    var attestation = TestImages.cosignAttestation(image);
    landscape.push(BACKEND, signature, image.signatureTag(".sig"));
    landscape.push(BACKEND, attestation, image.signatureTag(".att"));

    landscape.deliverAll();

    assertThat(landscape.mirrored(image.signatureTag(".sig"))).isEqualTo(signature.digest());
    assertThat(landscape.mirrored(image.signatureTag(".att"))).isEqualTo(attestation.digest());
  }

  @Test
  void anUntaggedReferrerFollowsItsSubject() {
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var sbom = landscape.push(BACKEND, TestImages.referrer(image, "application/spdx+json"));

    landscape.deliverAll();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(sbom.digest());
    assertThat(landscape.log)
        .extracting(line -> JsonObject.parse(line).text("outcome").orElse(""))
        .containsExactly("Mirrored", "Mirrored");
  }

  @Test
  void anUntaggedReferrerThatComesFirstBringsItsSubject() {
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var sbom = landscape.push(BACKEND, TestImages.referrer(image, "application/spdx+json"));

    landscape.deliverLast();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(sbom.digest(), image.digest());
  }

  @Test
  void aReferrerOfAReferrerArrivesToo() {
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var sbom = landscape.push(BACKEND, TestImages.referrer(image, "application/spdx+json"));
    var signature = landscape.push(BACKEND, TestImages.referrer(sbom, "application/signature"));

    landscape.deliverLast();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED))
        .contains(image.digest(), sbom.digest(), signature.digest());
  }

  @Test
  void aSecondTagForAnIndexCostsOnePutImageAndNoBlobTraffic() {
    var image = TestImages.twoPlatforms("api", Attestations.WITH_SUBJECT);
    landscape.push(BACKEND, image, "v1");
    landscape.deliverLast();
    landscape.forget();
    landscape.push(BACKEND, image, "latest");

    var result = landscape.deliverLast();

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(image.digest());
    assertThat(landscape.requests())
        .containsExactlyInAnyOrder(
            "DescribeImages",
            "DescribeImages",
            "BatchGetImage",
            "BatchGetImage",
            "BatchCheckLayerAvailability",
            "PutImage",
            "DescribeImages");
    assertThat(result.text("outcome")).contains("Mirrored");
  }

  @Test
  void aHundredAndOneChildrenCostTwoBatches() {
    var children =
        IntStream.range(0, 101)
            .mapToObj(i -> TestImages.image("child " + i, 5))
            .toArray(TestImage[]::new);
    var image = landscape.push(BACKEND, TestImages.index(children), "v1");

    landscape.deliverLast();

    assertThat(landscape.mirrored("backend-v1")).isEqualTo(image.digest());
    assertThat(landscape.count("BatchGetImage")).isEqualTo(1 + 2);
    assertThat(landscape.count("BatchCheckLayerAvailability")).isEqualTo(3);
    assertThat(landscape.count("PutImage")).isEqualTo(102);
  }

  @Test
  void tellsHowLongAPushWasOnItsWay() {
    landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    var pushedAt =
        Instant.parse(JsonObject.parse(landscape.pushes.getLast()).text("time").orElseThrow());
    landscape.clock.advance(
        Duration.between(landscape.clock.instant(), pushedAt).plus(Duration.ofSeconds(3)));

    var first = landscape.deliverLast();
    var again = landscape.deliverLast();

    assertThat(first.number("MirrorLatencyMilliseconds")).contains(3000L);
    assertThat(again.has("MirrorLatencyMilliseconds")).isFalse();
  }

  @Test
  void tellsTheBusWhatHappened() {
    var image = landscape.push(BACKEND, TestImages.image("api", 100), "v1");
    landscape.deliverLast();
    landscape.deliverLast();

    assertThat(landscape.bus.events("Image Mirrored").subList(1, 3))
        .extracting(event -> event.detail().get("changed"))
        .containsExactly(true, false);
    assertThat(landscape.bus.events().getLast().detail())
        .containsEntry("repository-name", BACKEND)
        .containsEntry("image-tag", "v1")
        .containsEntry("image-digest", image.digest())
        .containsEntry("consolidated-repository", CONSOLIDATED)
        .containsEntry("consolidated-tag", "backend-v1");
  }
}
