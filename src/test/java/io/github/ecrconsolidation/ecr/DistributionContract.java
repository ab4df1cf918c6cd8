package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.RegistryHttp;
import io.github.ecrconsolidation.localecr.RegistrySink;
import io.github.ecrconsolidation.localecr.TestBlob;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What {@link DistributionClient} does with any registry that speaks {@code /v2/}. */
abstract class DistributionContract {
  static final String LEGACY = "ml-platform/backend";
  static final String CONSOLIDATED = "data-platform-dev";

  final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final SdkHttpClient http =
      new LargeUploads(Apache5HttpClient.builder().build(), 4, Duration.ofSeconds(30));
  private final CallContext context = new CallContext(Deadline.in(Duration.ofMinutes(5), clock));

  /** Larger than any buffer on its way; the second goes as a large upload. */
  private final TestImage image = TestImages.image("api", 300_000, 3_000_000);

  private final TestBlob smallLayer = image.blobs().get(1);
  private final TestBlob layer = image.blobs().getLast();

  /** How a registry says where an upload goes on; the distribution spec allows both. */
  enum Locations {
    ABSOLUTE,
    RELATIVE
  }

  /** Starts the registry, with both repositories if they have to be created. */
  abstract EcrClient start(boolean mounts, Locations locations) throws IOException;

  @AfterEach
  void closeClient() {
    http.close();
  }

  @Test
  void isAnswered() throws IOException {
    var ecr = start(true, Locations.ABSOLUTE);

    client(http, ecr).ping(context);

    assertThat(context.transfers().requests()).isPositive();
  }

  @Test
  void mountsWithoutMovingAByte() throws Exception {
    var ecr = start(true, Locations.ABSOLUTE);
    push(ecr);

    transfer(client(http, ecr), layer);

    assertThat(context.transfers().mountedBytes()).isEqualTo(layer.size());
    assertThat(context.transfers().streamedBlobs()).isZero();
    assertThat(statusInConsolidated(ecr, layer)).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void streamsWhatIsNotMounted(Locations locations) throws Exception {
    var ecr = start(false, locations);
    push(ecr);

    transfer(client(http, ecr), smallLayer);
    transfer(client(http, ecr), layer);

    assertThat(context.transfers().mountedBlobs()).isZero();
    assertThat(context.transfers().streamedBytes()).isEqualTo(smallLayer.size() + layer.size());
    assertThat(statusInConsolidated(ecr, smallLayer)).isEqualTo(200);
    assertThat(statusInConsolidated(ecr, layer)).isEqualTo(200);
  }

  @Test
  void streamsABlobThatIsThereAlready() throws Exception {
    var ecr = start(false, Locations.ABSOLUTE);
    push(ecr);
    var client = client(http, ecr);

    transfer(client, layer);
    transfer(client, layer);

    assertThat(context.transfers().streamedBlobs()).isEqualTo(2);
  }

  @Test
  void saysWhichBlobIsNotThereForGood() throws Exception {
    var ecr = start(true, Locations.ABSOLUTE);
    push(ecr);
    var absent = TestBlob.of("never pushed");

    var failure = failure(client(http, ecr), absent);

    assertThat(failure)
        .hasMessageContaining("GET blob %s@%s".formatted(LEGACY, absent.digest()))
        .hasMessageContaining("HTTP 404");
    assertThat(failure.code()).isEqualTo("BLOB_UNKNOWN");
    assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE);
    assertThat(statusInConsolidated(ecr, absent)).isEqualTo(404);
  }

  @Test
  void neverCompletesABlobOfWrongBytes() throws Exception {
    var ecr = start(false, Locations.ABSOLUTE);
    push(ecr);

    for (var blob : List.of(smallLayer, layer)) {
      var failure = failure(client(new DamagedDownloads(http), ecr), blob);

      assertThat(failure.code()).isEqualTo(RegistryCode.DIGEST_MISMATCH);
      assertThat(failure.kind()).isEqualTo(FailureKind.IMAGE);
      assertThat(statusInConsolidated(ecr, blob)).isEqualTo(404);
    }
  }

  private RegistryException failure(DistributionClient client, TestBlob blob) {
    return catchThrowableOfType(RegistryException.class, () -> transfer(client, blob));
  }

  private void transfer(DistributionClient client, TestBlob blob) {
    var descriptor = descriptor(blob);
    client
        .mount(descriptor, name(LEGACY), name(CONSOLIDATED), context)
        .ifPresent(session ->
            client.upload(descriptor, name(LEGACY), name(CONSOLIDATED), session, context));
  }

  private DistributionClient client(SdkHttpClient client, EcrClient ecr) {
    return new DistributionClient(
        client, new RegistryLogin(ecr, clock), new Retries(LocalClients.impatient()));
  }

  private void push(EcrClient ecr) {
    try (var registry = registry(ecr)) {
      image.pushTo(new RegistrySink(registry, LEGACY), "v1");
    }
  }

  private int statusInConsolidated(EcrClient ecr, TestBlob blob)
      throws IOException, InterruptedException {
    try (var registry = registry(ecr)) {
      var path = "/v2/%s/blobs/%s".formatted(CONSOLIDATED, blob.digest());
      return registry.send("HEAD", path).statusCode();
    }
  }

  private static RegistryHttp registry(EcrClient ecr) {
    var login = ecr.getAuthorizationToken().authorizationData().getFirst();
    return new RegistryHttp(
        URI.create(login.proxyEndpoint()), "Basic " + login.authorizationToken());
  }

  private static Descriptor descriptor(TestBlob blob) {
    return new Descriptor(new Digest(blob.digest()), blob.size());
  }

  private static RepositoryName name(String repository) {
    return new RepositoryName(repository);
  }
}
