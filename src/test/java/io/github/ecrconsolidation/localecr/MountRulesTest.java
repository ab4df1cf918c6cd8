package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.RepositorySettings.Encryption;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 4: when a blob is mounted, and when the answer is an upload session instead. */
class MountRulesTest extends RulesFixture {
  private final TestImage image = TestImages.image("web", 100);
  private final String layer = image.blobs().getLast().digest();

  @BeforeEach
  void pushAndEnable() {
    ecr.push(LEGACY, image, "v1");
    mounting("ENABLED");
  }

  @Test
  void aReferencedBlobIsMountedWithoutAnyBytes() {
    var answer = mount(TARGET, LEGACY);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(RegistryHttp.location(answer)).isEqualTo("/v2/" + TARGET + "/blobs/" + layer);
    assertThat(send("HEAD", "/v2/" + TARGET + "/blobs/" + layer).statusCode()).isEqualTo(200);
    assertThat(ecr.audit().entries("POST mount").getFirst().bytesIn()).isZero();
  }

  @Test
  void theSettingDecidesAndDisablingKeepsWhatWasMounted() {
    mount(TARGET, LEGACY);
    mounting("DISABLED");

    assertThat(ecr.store().blobs(TARGET)).contains(layer);
    var refused = mount(TARGET, LEGACY);
    assertThat(refused.statusCode()).isEqualTo(202);
    assertThat(RegistryHttp.location(refused)).contains("/blobs/uploads/");
  }

  @Test
  void aBlobNoManifestReferencesIsNotMounted() throws Exception {
    var lonely = TestBlob.of("lonely");
    new StoreSink(ecr.store(), LEGACY).blob(lonely);

    assertThat(mount(TARGET, LEGACY, lonely.digest()).statusCode()).isEqualTo(202);
  }

  @Test
  void aMountedLayerIsMountableFromItsNewHomeOnlyOnceAManifestThereReferencesIt() {
    ecr.store().createRepository(RepositorySettings.named("third"));
    mount(TARGET, LEGACY);

    assertThat(mount("third", TARGET).statusCode()).isEqualTo(202);
    ecr.push(TARGET, image, "v1");
    assertThat(mount("third", TARGET).statusCode()).isEqualTo(201);
  }

  @Test
  void encryptionHasToBeTheSameTypeAndKey() {
    var key = new Encryption(Encryption.Type.KMS, "key-1");
    ecr.store().createRepository(RepositorySettings.named("kms").with(key));

    ecr.store().createRepository(RepositorySettings.named("kms-too").with(key));
    ecr.push("kms", image, "v1");

    assertThat(mount("kms", LEGACY).statusCode()).isEqualTo(202);
    assertThat(mount(LEGACY, "kms").statusCode()).isEqualTo(202);
    assertThat(mount("kms-too", "kms").statusCode()).isEqualTo(201);
  }

  @Test
  void nothingIsMountedFromAPullThroughCache() {
    ecr.store().createRepository(RepositorySettings.named("cache").fromPullThroughCache());
    ecr.push("cache", image, "v1");

    assertThat(mount(TARGET, "cache").statusCode()).isEqualTo(202);
  }

  @Test
  void theCallerMustBeAllowedToDownloadFromTheSource() {
    ecr.store().denyDownloads(LEGACY);

    assertThat(mount(TARGET, LEGACY).statusCode()).isEqualTo(202);
    assertThat(refusalOf(send("GET", "/v2/" + LEGACY + "/blobs/" + layer))).isEqualTo("403 DENIED");
  }

  @Test
  void aTestCanHaveTheMountsOfOneBlobRefused() {
    ecr.store().refuseMounts(layer);

    assertThat(mount(TARGET, LEGACY).statusCode()).isEqualTo(202);
    assertThat(mount(TARGET, LEGACY, image.blobs().getFirst().digest()).statusCode())
        .isEqualTo(201);
  }

  @Test
  void aMountWithoutSourceIsAnUpload() {
    var answer = send("POST", "/v2/" + TARGET + "/blobs/uploads/?mount=" + layer);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(ecr.audit().count("POST upload")).isOne();
  }

  /** go-containerregistry 0.22 does so. */
  @Test
  void aMountMayNameTheRegistryOfItsSource() {
    var query = "?mount=%s&from=%s&origin=127.0.0.1".formatted(layer, LEGACY.replace("/", "%2F"));

    assertThat(send("POST", "/v2/" + TARGET + "/blobs/uploads/" + query).statusCode())
        .isEqualTo(201);
  }

  @Test
  void anUnknownSourceOrBlobIsNoError() {
    assertThat(mount(TARGET, "nowhere").statusCode()).isEqualTo(202);
    assertThat(mount(TARGET, LEGACY, TestBlob.of("nothing").digest()).statusCode()).isEqualTo(202);
  }

  private void mounting(String value) {
    sdk.putAccountSetting(r -> r.name("BLOB_MOUNTING").value(value));
  }

  private HttpResponse<String> mount(String target, String source) {
    return mount(target, source, layer);
  }

  private HttpResponse<String> mount(String target, String source, String digest) {
    return send(
        "POST",
        "/v2/%s/blobs/uploads/?mount=%s&from=%s"
            .formatted(target, digest, source.replace("/", "%2F")));
  }
}
