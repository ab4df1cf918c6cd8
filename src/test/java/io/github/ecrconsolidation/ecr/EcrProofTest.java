package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** What only {@code prove} does; what the functions do too is the matter of their own tests. */
@Timeout(60)
class EcrProofTest {
  private static final RepositoryName FROM = new RepositoryName("ml-platform/backend");
  private static final RepositoryName TO = new RepositoryName("data-platform-dev");
  private static final RepositoryName NEW = new RepositoryName("proof/new");
  private static final Tag V1 = new Tag("v1");
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, LocalClients.impatient());

  private final CallContext context =
      new CallContext(Deadline.in(Duration.ofMinutes(5), local.clock()));
  private final EcrProof registry = ecr.proof(context);
  private final TestImage image = TestImages.image("api", 300);

  EcrProofTest() {
    local.store().createRepository(RepositorySettings.named(FROM.value()));
    local.store().createRepository(RepositorySettings.named(TO.value()));
    local.push(FROM.value(), image, "v1");
    local.audit().clear();
  }

  // --- repositories

  @Test
  void createsARepositoryWithItsTagsInOneCall() {
    registry.createRepository(NEW, Optional.empty(), List.of(), Map.of("proof", "1"));

    assertThat(local.audit().entries()).hasSize(1);
    assertThat(registry.resourceTags(NEW)).contains(Map.of("proof", "1"));
    assertThat(created().encryption()).isEqualTo(new Encryption("AES256", ""));
    assertThat(created().mutability()).isEqualTo(new TagMutability(Mode.MUTABLE, List.of()));
  }

  @Test
  void createsItWithAKeyAndImmutableTagsButTheseIfItIsTold() {
    registry.createRepository(NEW, Optional.of(KEY), List.of("*latest"), Map.of("proof", "1"));

    assertThat(created().encryption()).isEqualTo(new Encryption("KMS", KEY));
    assertThat(created().mutability())
        .isEqualTo(new TagMutability(Mode.IMMUTABLE, List.of("*latest")));
  }

  private Repository created() {
    return ecr.reader(context).repositories().stream()
        .filter(repository -> repository.name().equals(NEW))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsNoRepositoryFromOneThatCannotBeRead() {
    assertThat(registry.resourceTags(NEW)).isEmpty();

    local.faults().on("DescribeRepositories").refuse(EcrError.ACCESS_DENIED);
    assertThatThrownBy(() -> registry.resourceTags(NEW)).hasMessageContaining("AccessDenied");
  }

  @Test
  void tagsARepositoryThatIsThere() {
    registry.tag(TO, "proved", "2026-01-01");

    assertThat(registry.resourceTags(TO)).contains(Map.of("proved", "2026-01-01"));
    assertThat(
            catchThrowableOfType(RegistryException.class, () -> registry.tag(NEW, "proved", "1")))
        .matches(failure -> failure.isMissing(NEW));
  }

  @Test
  void deletesWhatIsNotEmptyOnlyIfItIsMeant() {
    assertThatThrownBy(() -> registry.deleteEmptyRepository(FROM))
        .hasMessageContaining("RepositoryNotEmptyException");

    registry.deleteRepository(FROM);

    assertThat(registry.repositories()).containsExactly(TO);
  }

  // --- images

  @Test
  void bringsABlobByAMountOrSaysThatItWasCopied() {
    var blobs = blobs();
    local.store().blobMounting(true);
    assertThat(registry.transfer(blobs.getFirst(), FROM, TO)).isTrue();

    local.store().blobMounting(false);
    assertThat(registry.transfer(blobs.getLast(), FROM, TO)).isFalse();
    assertThat(registry.missing(TO, blobs)).isEmpty();
  }

  /** The mirror would upload it, and nobody would know what the permission is worth. */
  @Test
  void saysThatAMountIsDenied() {
    local.faults().on("POST mount").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> registry.transfer(blobs().getFirst(), FROM, TO))
        .isInstanceOf(RegistryException.class);
    assertThat(registry.missing(TO, blobs())).hasSize(blobs().size());
  }

  @Test
  void answersWithTheCodeOfARefusedManifest() {
    var manifest = manifest();

    assertThat(registry.put(TO, manifest, Optional.of(V1))).contains("LayersNotFoundException");
    blobs().forEach(blob -> registry.transfer(blob, FROM, TO));
    assertThat(registry.put(TO, manifest, Optional.of(V1))).isEmpty();
    assertThat(registry.describe(new ImageReference(TO, V1)).map(Image::digest))
        .contains(manifest.digest());
  }

  @Test
  void takesNoDenialForAnAnswer() {
    var manifest = manifest();
    local.faults().on("PutImage").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> registry.put(TO, manifest, Optional.of(V1)))
        .hasMessageContaining("AccessDenied");
  }

  /** That it is taken is to be proven. */
  @Test
  void describesWithIdAndFilterAndDoesNotRepeatItInAnotherForm() {
    assertThat(registry.describe(FROM, digest()).map(Image::digest)).contains(digest());
    assertThat(registry.describe(TO, digest())).isEmpty();

    local.faults().on("DescribeImages").once().refuse(EcrError.INVALID_PARAMETER);
    assertThatThrownBy(() -> registry.describe(FROM, digest()))
        .hasMessageContaining("InvalidParameterException");
  }

  @Test
  void findsAnArchivedImageInTheListOfAll() {
    registry.archive(FROM, digest());

    assertThat(registry.find(FROM, digest()).map(Image::status)).contains(Status.ARCHIVED);
    assertThat(registry.find(TO, digest())).isEmpty();
  }

  @Test
  void answersWithTheCodeOfARefusedDeletion() {
    assertThat(registry.delete(TO, digest(), Set.of())).contains("ImageNotFound");
    assertThat(registry.delete(FROM, digest(), Set.of(V1))).isEmpty();
    assertThat(registry.find(FROM, digest())).isEmpty();
  }

  // --- pulls

  @Test
  void pullsByEitherWay() {
    registry.batchGet(FROM, digest());
    registry.pull(FROM, digest());

    assertThat(local.audit().count("BatchGetImage")).isEqualTo(1);
    assertThat(local.audit().count("GET manifest")).isEqualTo(1);
    assertThatThrownBy(() -> registry.pull(TO, digest())).isInstanceOf(RegistryException.class);
  }

  private Manifest manifest() {
    return ecr.open(context).manifests(FROM, List.of(digest())).getFirst();
  }

  /** Config and layers, with their sizes. */
  private List<Descriptor> blobs() {
    return manifest().blobs();
  }

  private Digest digest() {
    return new Digest(image.digest());
  }
}
