package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Rule 14: throttling, and everything else that goes wrong on request. */
class FaultsTest extends RulesFixture {
  private final TestImage image = TestImages.image("web", 100_000);
  private final TestBlob layer = image.blobs().getLast();

  @BeforeEach
  void push() {
    ecr.push(LEGACY, image, "v1");
  }

  @Test
  void rule14TheNextTwoCallsAreThrottledInBothLanguages() {
    ecr.faults().on("ListImages").times(2).throttle();
    ecr.faults().on("POST mount").about(layer.digest()).throttle(Duration.ofSeconds(1));

    assertThat(errorOf(this::list)).isEqualTo("ThrottlingException");
    assertThat(errorOf(this::list)).isEqualTo("ThrottlingException");
    list();
    var mount = send("POST", "/v2/x/blobs/uploads/?from=y&mount=" + layer.digest());
    assertThat(refusalOf(mount)).isEqualTo("429 TOOMANYREQUESTS");
    assertThat(mount.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(ecr.audit().count("ListImages", 400)).isEqualTo(2);
    assertThat(ecr.audit().count("ListImages", 200)).isOne();
  }

  @Test
  void rule14ABucketRefillsWithTheClockAndServesBothSides() throws Exception {
    ecr.faults().limit("PutImage", 10, 1);
    var path = "/v2/" + LEGACY + "/manifests/v2";

    assertThat(http.put(path, image.root()).statusCode()).isEqualTo(201);
    assertThat(errorOf(this::putImage)).isEqualTo("ThrottlingException");
    ecr.clock().advance(Duration.ofMillis(100));
    assertThat(errorOf(this::putImage)).isEqualTo("ImageAlreadyExistsException");
  }

  @Test
  void rule14AResponseCanBeLostAfterTheEffect() {
    ecr.faults().on("BatchDeleteImage").once().loseResponse();

    assertThatThrownBy(
            () -> sdk.batchDeleteImage(r -> r.repositoryName(LEGACY).imageIds(tag("v1"))))
        .isInstanceOf(SdkClientException.class);
    assertThat(ecr.store().digests(LEGACY)).isEmpty();
    assertThat(ecr.audit().count("BatchDeleteImage")).isOne();
  }

  @Test
  void rule14ServerErrorsAndDenialsPerRepository() {
    ecr.faults().on("DescribeImages").once().refuse(EcrError.SERVER);
    ecr.faults().on(Faults.ANY).in(TARGET).refuse(EcrError.ACCESS_DENIED);

    assertThat(errorOf(() -> sdk.describeImages(r -> r.repositoryName(LEGACY))))
        .isEqualTo("ServerException");
    assertThat(errorOf(() -> sdk.describeImages(r -> r.repositoryName(TARGET))))
        .isEqualTo("AccessDeniedException");
    assertThat(refusalOf(send("GET", "/v2/" + TARGET + "/tags/list"))).isEqualTo("403 DENIED");
    list();
  }

  @Test
  void rule14ADownloadCanBeCut() {
    ecr.faults().on("GetObject").about(layer.digest()).once().cutBody(50_000);

    assertThatThrownBy(this::download).isInstanceOf(IOException.class);
  }

  @Test
  void rule14ADownloadCanBeDamagedAtItsEnd() throws Exception {
    var sound = download();
    ecr.faults().on("GetObject").once().corruptBody();
    var damaged = download();

    assertThat(damaged).hasSameSizeAs(sound).isNotEqualTo(sound);
    assertThat(damaged.substring(0, 50_000)).isEqualTo(sound.substring(0, 50_000));
    assertThat(ecr.audit().blobBytesDownloaded()).isEqualTo(200_000);
  }

  @Test
  void rule14ADownloadCanBeHeldUntilTheTestLetsGo() throws Exception {
    var gate = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    ecr.faults().on("GetObject").before(arrived::countDown);
    ecr.faults().on("GetObject").holdBody(gate);
    var download = new FutureTask<>(this::download);
    Thread.startVirtualThread(download);

    arrived.await();
    assertThat(download.isDone()).isFalse();
    gate.countDown();
    assertThat(download.get()).hasSize(100_000);
  }

  @Test
  void rule14TestCodeRunsJustBeforeAndJustAfterAnEffect() {
    var seen = new ArrayList<Boolean>();
    var rule = ecr.faults().on("PutImage").about("v2").once();
    rule.before(() -> seen.add(ecr.store().tags(LEGACY).containsKey("v2")));
    rule.after(() -> seen.add(ecr.store().tags(LEGACY).containsKey("v2")));

    putImage();

    assertThat(seen).containsExactly(false, true);
  }

  @Test
  void aRefusalLeavesTheOtherRulesForACallWithAnEffect() {
    var ran = new ArrayList<String>();
    ecr.faults().on("ListImages").once().after(() -> ran.add("hook"));
    ecr.faults().on("ListImages").once().throttle();

    assertThat(errorOf(this::list)).isEqualTo("ThrottlingException");
    assertThat(ran).isEmpty();
    list();
    assertThat(ran).hasSize(1);
  }

  @Test
  void aRefusedUploadIsReadToItsEnd() throws Exception {
    ecr.faults().on("PATCH upload").throttle();
    var session = RegistryHttp.location(send("POST", "/v2/" + TARGET + "/blobs/uploads/"));
    var body = BodyPublishers.ofInputStream(TestBlob.random("big", 3_000_000).content());

    assertThat(http.send("PATCH", session, body).statusCode()).isEqualTo(429);
    assertThat(ecr.audit().entries("PATCH upload").getFirst().bytesIn()).isEqualTo(3_000_000);
  }

  @Test
  void aFailingHookComesToLightWhenLocalEcrCloses() {
    var broken = LocalEcr.start();
    broken
        .faults()
        .on(Faults.ANY)
        .before(() -> {
          throw new IllegalStateException("hook");
        });
    try (var client = SdkClients.ecr(broken.endpoint())) {
      assertThatThrownBy(client::getAuthorizationToken).isInstanceOf(SdkClientException.class);
    }

    assertThatThrownBy(broken::close)
        .isInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  private void list() {
    sdk.listImages(r -> r.repositoryName(LEGACY));
  }

  private void putImage() {
    sdk.putImage(r -> r.repositoryName(LEGACY).imageManifest(image.root().text()).imageTag("v2"));
  }

  private String download() throws IOException, InterruptedException {
    var answer = send("GET", "/v2/" + LEGACY + "/blobs/" + layer.digest());
    try (var storage = new RegistryHttp(URI.create(RegistryHttp.location(answer)), "")) {
      return storage.send("GET", RegistryHttp.location(answer)).body();
    }
  }
}
