package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** The JSON API of the local ECR; its {@code /v2/} is the matter of DistributionContract. */
@Timeout(60)
class EcrMirrorTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("data-platform-dev");
  private static final RepositoryName ABSENT = new RepositoryName("ml-platform/absent");
  private static final Tag V1 = new Tag("v1");

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, LocalClients.impatient());

  private final TestImage image = TestImages.image("api", 300, 200);
  private final EcrMirror registry = open(Duration.ofMinutes(5));

  EcrMirrorTest() {
    create(REPOSITORY, TagMutability.MUTABLE);
    local.push(REPOSITORY.value(), image, "v1");
    local.audit().clear();
  }

  // --- find

  @Test
  void findsByTagAndByDigestWithoutAPull() {
    assertThat(registry.find(new ImageReference(REPOSITORY, V1)).map(Image::digest))
        .contains(digest(image));
    assertThat(registry.find(REPOSITORY, digest(image)).orElseThrow().tags()).containsExactly(V1);
    assertThat(local.audit().count("BatchGetImage")).isZero();
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(registry.find(new ImageReference(REPOSITORY, new Tag("v2")))).isEmpty();
    assertThat(registry.find(REPOSITORY, Digest.of(new byte[0]))).isEmpty();
  }

  @Test
  void tellsAMissingRepositoryFromAMissingImage() {
    var failure =
        catchThrowableOfType(
            RegistryException.class, () -> registry.find(new ImageReference(ABSENT, V1)));

    assertThat(failure.isMissing(ABSENT)).isTrue();
  }

  @Test
  void findsWhatIsInTheArchive() {
    archive(image);

    assertThat(registry.find(new ImageReference(REPOSITORY, V1)).map(Image::status))
        .contains(Status.ARCHIVED);
  }

  // --- missing

  @Test
  void aLayerThatIsAvailableIsNotMissing() {
    var absent = new Descriptor(Digest.of(new byte[0]), 7);
    var layers = blobs(image);

    assertThat(registry.missing(REPOSITORY, layers)).isEmpty();
    assertThat(
            registry.missing(
                REPOSITORY, Stream.concat(layers.stream(), Stream.of(absent)).toList()))
        .containsExactly(absent);
  }

  @Test
  void aLayerInTheArchiveIsMissing() {
    archive(image);

    assertThat(registry.missing(REPOSITORY, blobs(image)))
        .containsExactlyInAnyOrderElementsOf(blobs(image));
  }

  @Test
  void asksForAHundredLayersInACall() {
    var many =
        IntStream.range(0, 101)
            .mapToObj(i -> new Descriptor(Digest.of(new byte[] {(byte) i}), 1))
            .toList();

    assertThat(registry.missing(REPOSITORY, many)).hasSize(101);
    assertThat(local.audit().count("BatchCheckLayerAvailability")).isEqualTo(2);
  }

  // --- put

  @Test
  void whatIsThereAlreadyUnderItsTagIsLeftAsItIs() {
    assertThatCode(() -> registry.put(REPOSITORY, manifest(image), Optional.of(V1)))
        .doesNotThrowAnyException();
  }

  @Test
  void anImmutableTagThatHoldsAnotherDigestIsNamedWithIt() {
    var immutable = new RepositoryName("data-platform-prod");
    var other = TestImages.image("other", 100);
    create(immutable, TagMutability.IMMUTABLE);
    local.push(immutable.value(), image, "v1");
    local.push(immutable.value(), other);
    local.push(REPOSITORY.value(), other);

    assertThatThrownBy(() -> registry.put(immutable, manifest(other), Optional.of(V1)))
        .hasMessageContainingAll("ImageTagAlreadyExistsException", image.digest())
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.IMAGE));
  }

  @Test
  void anArchivedImageThatIsThereAlreadyIsNotTakenForDone() {
    var manifest = manifest(image);
    archive(image);
    local.faults().on("PutImage").refuse(EcrError.IMAGE_ALREADY_EXISTS);

    assertThatThrownBy(() -> registry.put(REPOSITORY, manifest, Optional.of(V1)))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.code()).isEqualTo("ImageNotActive"));
  }

  @Test
  void aChildThatIsThereAlreadyCostsNoFurtherRequest() {
    local.faults().on("PutImage").refuse(EcrError.IMAGE_ALREADY_EXISTS);

    registry.put(REPOSITORY, manifest(image), Optional.empty());

    assertThat(local.audit().count("DescribeImages")).isZero();
  }

  @Test
  void anyOtherRefusalIsThrown() {
    local.faults().on("PutImage").refuse(EcrError.LIMIT_EXCEEDED);

    assertThatThrownBy(() -> registry.put(REPOSITORY, manifest(image), Optional.of(V1)))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.code()).isEqualTo("LimitExceededException"));
  }

  // --- time

  @Test
  void beginsNothingAfterTheDeadline() {
    var late = open(Duration.ZERO);
    var manifest = manifest(image);
    local.audit().clear();

    assertOutOfTime(() -> late.find(new ImageReference(REPOSITORY, V1)));
    assertOutOfTime(() -> late.find(REPOSITORY, digest(image)));
    assertOutOfTime(() -> late.manifests(REPOSITORY, List.of(digest(image))));
    assertOutOfTime(() -> late.missing(REPOSITORY, blobs(image)));
    assertOutOfTime(() -> late.put(REPOSITORY, manifest, Optional.of(V1)));
    assertThat(local.audit().entries()).isEmpty();
  }

  private static void assertOutOfTime(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
  }

  private EcrMirror open(Duration left) {
    return ecr.open(new CallContext(Deadline.in(left, local.clock())));
  }

  private void create(RepositoryName name, TagMutability mutability) {
    local.store().createRepository(RepositorySettings.named(name.value()).with(mutability));
  }

  private Manifest manifest(TestImage pushed) {
    return registry.manifests(REPOSITORY, List.of(digest(pushed))).getFirst();
  }

  private List<Descriptor> blobs(TestImage pushed) {
    return pushed.blobs().stream()
        .map(blob -> new Descriptor(new Digest(blob.digest()), 1))
        .toList();
  }

  private static Digest digest(TestImage image) {
    return new Digest(image.digest());
  }

  private void archive(TestImage pushed) {
    try (var client = LocalClients.ecr(local.endpoint()).build()) {
      client.updateImageStorageClass(request ->
          request
              .repositoryName(REPOSITORY.value())
              .imageId(id -> id.imageDigest(pushed.digest()))
              .targetStorageClass(TargetStorageClass.ARCHIVE));
    }
    local.audit().clear();
  }
}
