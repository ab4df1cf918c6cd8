package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ecrconsolidation.ecr.EcrCleanup.Deletable;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

@Timeout(60)
class EcrCleanupTest {
  private static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  private static final Digest ABSENT = Digest.of(new byte[0]);

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, LocalClients.impatient());

  private final EcrCleanup registry = open(Duration.ofMinutes(5));
  private final TestImage one = TestImages.image("one", 100);
  private final TestImage two = TestImages.image("two", 100);

  EcrCleanupTest() {
    local.store().createRepository(RepositorySettings.named(LEGACY.value()));
    local.push(LEGACY.value(), one, "v1", "latest");
    local.push(LEGACY.value(), two);
    local.audit().clear();
  }

  @Test
  void readsAllImagesThoseInTheArchiveIncluded() {
    registry.archive(LEGACY, digest(two));

    assertThat(registry.images(LEGACY))
        .extracting(Image::digest, held -> held.status())
        .containsExactlyInAnyOrder(
            tuple(digest(one), Status.ACTIVE), tuple(digest(two), Status.ARCHIVED));
  }

  @Test
  void describesInOneCallWhatIsAllThere() {
    var described = registry.describe(LEGACY, List.of(digest(one), digest(two)));

    assertThat(described.images()).hasSize(2);
    assertThat(described.atOnce()).isTrue();
    assertThat(local.audit().count("DescribeImages")).isEqualTo(1);
  }

  @Test
  void describesTheOthersWhereOneIsMissingAndSaysThatItTookMoreCalls() {
    var described = registry.describe(LEGACY, List.of(digest(one), ABSENT, digest(two)));

    assertThat(described.images())
        .extracting(Image::digest)
        .containsExactlyInAnyOrder(digest(one), digest(two));
    assertThat(described.atOnce()).isFalse();
  }

  @Test
  void tellsAFailureFromAMissingImage() {
    local.faults().on("DescribeImages").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> registry.describe(LEGACY, List.of(digest(one))))
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void saysWhatIsStillPresent() {
    assertThat(registry.present(LEGACY, List.of(digest(one), ABSENT))).containsExactly(digest(one));
    assertThat(registry.manifests(LEGACY, List.of(digest(one), ABSENT))).hasSize(1);
  }

  @Test
  void countsOnlyAvailableLayersAsAvailable() {
    var layers = layers(one);
    assertThat(registry.unavailable(LEGACY, layers)).isEmpty();

    registry.archive(LEGACY, digest(one));

    assertThat(registry.unavailable(LEGACY, layers)).containsExactlyInAnyOrderElementsOf(layers);
    assertThat(registry.presentLayers(LEGACY, layers)).containsExactlyInAnyOrderElementsOf(layers);
    assertThat(registry.unavailable(LEGACY, List.of(ABSENT))).containsExactly(ABSENT);
    assertThat(registry.presentLayers(LEGACY, List.of(ABSENT))).isEmpty();
  }

  @Test
  void deletesByTheTagsThatWereProvenElseByDigest() {
    registry.delete(
        LEGACY,
        List.of(
            new Deletable(digest(one), Set.of(new Tag("v1"), new Tag("latest"))),
            new Deletable(digest(two), Set.of())));

    assertThat(local.store().digests(LEGACY.value())).isEmpty();
    assertThat(local.audit().count("BatchDeleteImage")).isEqualTo(1);
  }

  @Test
  void tellsWhatWasDeletedAndWhatWasRefused() {
    var deletion =
        registry.delete(
            LEGACY, List.of(new Deletable(digest(two), Set.of()), new Deletable(ABSENT, Set.of())));

    assertThat(deletion.deleted()).containsOnlyKeys(digest(two));
    assertThat(deletion.refused()).isEqualTo(Map.of(ABSENT, Set.of("ImageNotFound")));
    assertThat(deletion.unnamed()).isEmpty();
  }

  @Test
  void neverRepeatsADeletionWhoseAnswerIsLost() {
    local.faults().on("BatchDeleteImage").loseResponse();

    assertThatThrownBy(() -> registry.delete(LEGACY, List.of(new Deletable(digest(two), Set.of()))))
        .isInstanceOf(RegistryException.class);
    assertThat(local.audit().count("BatchDeleteImage")).isEqualTo(1);
  }

  @Test
  void deletesARepositoryOnlyWhenItIsEmpty() {
    assertThatThrownBy(() -> registry.deleteRepository(LEGACY))
        .hasMessageContaining("RepositoryNotEmptyException");

    registry.delete(
        LEGACY,
        List.of(new Deletable(digest(one), Set.of()), new Deletable(digest(two), Set.of())));
    registry.deleteRepository(LEGACY);
    assertThatCode(() -> registry.deleteRepository(LEGACY)).doesNotThrowAnyException();
  }

  @Test
  void writesAndReadsResourceTags() {
    registry.putResourceTag(LEGACY, "ecr-consolidation:deleted", "1");
    registry.putResourceTag(LEGACY, "ecr-consolidation:deleted", "2");

    assertThat(registry.resourceTags(LEGACY)).isEqualTo(Map.of("ecr-consolidation:deleted", "2"));
  }

  @Test
  void beginsNothingAfterTheDeadline() {
    var late = open(Duration.ZERO);

    Stream.<Runnable>of(
            () -> late.images(LEGACY),
            () -> late.manifests(LEGACY, List.of(digest(one))),
            () -> late.unavailable(LEGACY, layers(one)),
            () -> late.delete(LEGACY, List.of(new Deletable(digest(one), Set.of()))),
            () -> late.archive(LEGACY, digest(one)),
            () -> late.restore(LEGACY, digest(one)),
            () -> late.deleteRepository(LEGACY))
        .forEach(call ->
            assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                    RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue()));
    assertThat(local.audit().entries()).isEmpty();
  }

  private EcrCleanup open(Duration left) {
    return ecr.cleanup(new CallContext(Deadline.in(left, local.clock())));
  }

  private static Digest digest(TestImage image) {
    return new Digest(image.digest());
  }

  private static List<Digest> layers(TestImage image) {
    return image.blobs().stream().map(blob -> new Digest(blob.digest())).toList();
  }
}
