package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** Against the local ECR, which gives two entries a page. */
@Timeout(60)
class EcrReaderTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  @AutoClose private final LocalEcr local = LocalEcr.builder().clock(clock).largestPage(2).start();
  @AutoClose private final EcrClient client = LocalClients.ecr(local.endpoint()).build();
  private final EcrReader reader =
      new EcrReader(client, new CallContext(Deadline.in(Duration.ofMinutes(5), clock)));

  @Test
  void readsEveryPageOfRepositoriesTheOldestFirst() {
    for (var name : List.of("z/z", "a/a", "b/b", "c/c", "d/d")) {
      create(RepositorySettings.named(name));
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(reader.repositories())
        .extracting(it -> it.name().value())
        .containsExactly("z/z", "a/a", "b/b", "c/c", "d/d");
  }

  @Test
  void readsTheSettingsOfARepository() {
    create(
        RepositorySettings.named("a/immutable")
            .scanOnPush(true)
            .with(
                new io.github.ecrconsolidation.localecr.TagMutability(
                    io.github.ecrconsolidation.localecr.TagMutability.Mode.IMMUTABLE_WITH_EXCLUSION,
                    List.of("*latest")))
            .with(
                new RepositorySettings.Encryption(
                    RepositorySettings.Encryption.Type.KMS, "arn:aws:kms:us-east-1:1:key/k")));
    create(RepositorySettings.named("b/mutable"));

    assertThat(reader.repositories())
        .containsExactly(
            new Repository(
                new RepositoryName("a/immutable"),
                clock.instant(),
                new TagMutability(Mode.IMMUTABLE, List.of("*latest")),
                new Encryption("KMS", "arn:aws:kms:us-east-1:1:key/k"),
                true),
            new Repository(
                new RepositoryName("b/mutable"),
                clock.instant(),
                new TagMutability(Mode.MUTABLE, List.of()),
                new Encryption("AES256", ""),
                false));
  }

  @Test
  void readsEveryPageOfImagesThoseInTheArchiveIncluded() {
    create(RepositorySettings.named(BACKEND.value()));
    IntStream.range(0, 5)
        .forEach(i -> local.push(BACKEND.value(), TestImages.image("image " + i, 100), "v" + i));
    client.updateImageStorageClass(request ->
        request
            .repositoryName(BACKEND.value())
            .imageId(id -> id.imageTag("v3"))
            .targetStorageClass(TargetStorageClass.ARCHIVE));

    var snapshot = reader.snapshot(BACKEND);

    assertThat(snapshot.images()).hasSize(5);
    assertThat(snapshot.find(new Tag("v3")).map(Image::status)).contains(Status.ARCHIVED);
    assertThat(snapshot.find(new Tag("v4")).map(Image::status)).contains(Status.ACTIVE);
    assertThat(local.audit().count("BatchGetImage")).isZero();
  }

  @Test
  void countsTagsThatNoClientCanAddress() {
    create(RepositorySettings.named(BACKEND.value()));
    var image = TestImages.image("image", 100);
    local.push(BACKEND.value(), image, "v1", "x".repeat(129), "x".repeat(130));

    var snapshot = reader.snapshot(BACKEND);

    assertThat(snapshot.tags()).containsOnlyKeys(new Tag("v1"));
    assertThat(snapshot.find(new Tag("v1")).orElseThrow().overlongTags()).hasSize(2);
  }

  @Test
  void mountsBlobsOnlyWhereTheAccountAllowsIt() {
    local.store().blobMounting(true);
    assertThat(reader.mountsBlobs()).isTrue();

    local.store().blobMounting(false);
    assertThat(reader.mountsBlobs()).isFalse();
  }

  private void create(RepositorySettings settings) {
    local.store().createRepository(settings);
  }
}
