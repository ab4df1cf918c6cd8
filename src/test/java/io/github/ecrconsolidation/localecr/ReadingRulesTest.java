package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** Rules 6 to 10: what the reading operations tell. */
class ReadingRulesTest extends RulesFixture {
  private static final ImageTagMutabilityExclusionFilter FILTER =
      ImageTagMutabilityExclusionFilter.builder().filterType("WILDCARD").filter("sha256-*").build();
  private static final Tag TEAM = Tag.builder().key("team").value("ml").build();

  private final TestImage image = TestImages.image("web", 100, 200);

  @Test
  void rule7InTheOtherReadingIdsExcludeAFilter() {
    ecr.push(LEGACY, TestImages.image("api", 100), "v1");
    ecr.store().read(OtherReading.IDS_EXCLUDE_A_FILTER);

    assertThat(
            errorOf(() ->
                sdk.describeImages(it ->
                    it.repositoryName(LEGACY)
                        .imageIds(tag("v1"))
                        .filter(filter -> filter.imageStatus("ANY")))))
        .isEqualTo("InvalidParameterException");
    assertThat(
            sdk.describeImages(it -> it.repositoryName(LEGACY).imageIds(tag("v1"))).imageDetails())
        .hasSize(1);
  }

  @Test
  void rule6InTheOtherReadingOnlyTheManifestStatesItsMediaType() {
    ecr.push(LEGACY, TestImages.image("api", 100), "v1");
    ecr.store().read(OtherReading.MEDIA_TYPE_IN_THE_MANIFEST_ONLY);

    var image = sdk.batchGetImage(it -> it.repositoryName(LEGACY).imageIds(tag("v1"))).images();

    assertThat(image.getFirst().imageManifestMediaType()).isNull();
  }

  @Test
  void rule6AnImageIsFoundByTagByDigestOrByBothIfTheyAgree() {
    var other = TestImages.image("other", 100);
    ecr.push(LEGACY, image, "v1");
    ecr.push(LEGACY, other, "v2");

    var answer =
        sdk.batchGetImage(r ->
            r.repositoryName(LEGACY)
                .imageIds(
                    tag("v1"),
                    digest(image.digest()),
                    ImageIdentifier.builder().imageTag("v2").imageDigest(image.digest()).build(),
                    tag("v3")));

    assertThat(answer.images())
        .extracting(found -> found.imageManifest())
        .containsExactly(image.root().text(), image.root().text());
    assertThat(answer.failures())
        .extracting(ImageFailure::failureCode)
        .containsExactly(
            ImageFailureCode.IMAGE_TAG_DOES_NOT_MATCH_DIGEST, ImageFailureCode.IMAGE_NOT_FOUND);
  }

  @Test
  void rule6ByTagTheManifestMayComeTranslatedAndByDigestNever() {
    var docker = TestImages.dockerImage("web", 100);
    ecr.push(LEGACY, docker, "v1");
    var byTag = tag("v1");
    var byDigest = digest(docker.digest());

    var manifests =
        List.of(byTag, byDigest).stream()
            .map(id ->
                sdk.batchGetImage(r ->
                    r.repositoryName(LEGACY)
                        .imageIds(id)
                        .acceptedMediaTypes(ManifestType.OCI_MANIFEST.mediaType())))
            .map(answer -> answer.images().getFirst().imageManifest())
            .toList();

    assertThat(manifests.getFirst()).contains(ManifestType.OCI_MANIFEST.mediaType());
    assertThat(manifests.getLast()).isEqualTo(docker.root().text());
  }

  @Test
  void rule7PagesCoverEveryImageOnce() {
    for (var i = 0; i < 25; i++) {
      ecr.push(LEGACY, TestImages.image("web " + i, 10), "v" + i, "also-v" + i);
    }
    ecr.push(LEGACY, image);

    var described =
        sdk.describeImagesPaginator(r -> r.repositoryName(LEGACY)).imageDetails().stream().toList();
    var listed =
        sdk.listImagesPaginator(r -> r.repositoryName(LEGACY).maxResults(7)).imageIds().stream()
            .toList();

    assertThat(described).extracting(ImageDetail::imageDigest).hasSize(26).doesNotHaveDuplicates();
    assertThat(ecr.audit().count("DescribeImages")).isEqualTo(3);
    assertThat(listed).hasSize(51).doesNotHaveDuplicates();
    assertThat(ecr.audit().count("ListImages")).isEqualTo(8);
  }

  @Test
  void rule7ExplicitIdsExcludePagingAndMustAllBeThere() {
    ecr.push(LEGACY, image, "v1");
    var v1 = tag("v1");
    var v2 = tag("v2");

    assertThat(
            errorOf(
                () -> sdk.describeImages(r -> r.repositoryName(LEGACY).imageIds(v1).maxResults(5))))
        .isEqualTo("InvalidParameterException");
    assertThat(errorOf(() -> sdk.describeImages(r -> r.repositoryName(LEGACY).imageIds(v1, v2))))
        .isEqualTo("ImageNotFoundException");
  }

  @Test
  void rule7ListsFilterByTagStatus() {
    ecr.push(LEGACY, image, "v1");
    ecr.push(LEGACY, TestImages.image("untagged", 10));

    var untagged =
        sdk.listImages(r -> r.repositoryName(LEGACY).filter(f -> f.tagStatus(TagStatus.UNTAGGED)));

    assertThat(untagged.imageIds()).hasSize(1);
    assertThat(untagged.imageIds().getFirst().imageTag()).isNull();
  }

  @Test
  void rule7ReferrersComeInPagesOnBothSides() {
    ecr.push(LEGACY, image, "v1");
    for (var i = 0; i < 12; i++) {
      ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.test.type" + i));
    }
    var path = "/v2/" + LEGACY + "/referrers/" + image.digest();

    var first =
        sdk.listImageReferrers(
            r -> r.repositoryName(LEGACY).subjectId(s -> s.imageDigest(image.digest())));
    var oci = send("GET", path);
    var ociNext = send("GET", next(oci));

    assertThat(first.referrers()).hasSize(10);
    assertThat(first.nextToken()).isNotNull();
    assertThat(oci.body().split("artifactType", -1)).hasSize(11);
    assertThat(ociNext.body().split("artifactType", -1)).hasSize(3);
    assertThat(ociNext.headers().firstValue("Link")).isEmpty();
  }

  @Test
  void rule7TagsComeInPagesOnTheRegistrySide() {
    ecr.push(LEGACY, image, "a", "b", "c");

    var first = send("GET", "/v2/" + LEGACY + "/tags/list?n=2");

    assertThat(first.body()).contains("[\"a\",\"b\"]");
    assertThat(send("GET", next(first)).body()).contains("[\"c\"]");
    assertThat(send("GET", "/v2/" + LEGACY + "/tags/list?n=1001").statusCode()).isEqualTo(400);
  }

  @Test
  void rule8LayersAreAvailablePerRepository() {
    ecr.push(LEGACY, image, "v1");
    var layer = image.blobs().getLast();

    var legacy = check(LEGACY, layer.digest(), "sha256:short", "");
    var target = check(TARGET, layer.digest());

    assertThat(legacy.layers().getFirst().layerAvailability())
        .isEqualTo(LayerAvailability.AVAILABLE);
    assertThat(legacy.layers().getFirst().layerSize()).isEqualTo(layer.size());
    assertThat(legacy.failures())
        .extracting(failure -> failure.failureCode())
        .containsExactly(
            LayerFailureCode.INVALID_LAYER_DIGEST, LayerFailureCode.MISSING_LAYER_DIGEST);
    assertThat(target.layers().getFirst().layerAvailability())
        .isEqualTo(LayerAvailability.UNAVAILABLE);
  }

  @Test
  void rule9TheDescriptionTellsSizeTypesSubjectAndTheFirstPush() {
    ecr.push(LEGACY, image, "v1");
    ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.test"));
    ecr.clock().advance(Duration.ofDays(1));
    ecr.push(LEGACY, image, "v2");
    ecr.push(LEGACY, TestImages.index(image), "index");

    var plain = describe("v2");
    var index = describe("index");
    var referrer =
        sdk.describeImages(r -> r.repositoryName(LEGACY)).imageDetails().stream()
            .filter(found -> found.subjectManifestDigest() != null)
            .toList();

    var config = image.blobs().getFirst();
    assertThat(plain.imageSizeInBytes()).isEqualTo(config.size() + 300);
    assertThat(plain.imageTags()).containsExactly("v1", "v2");
    assertThat(plain.imagePushedAt()).isEqualTo(START);
    assertThat(plain.artifactMediaType()).isEqualTo("application/vnd.oci.image.config.v1+json");
    assertThat(plain.lastRecordedPullTime()).isNull();
    assertThat(index.imageSizeInBytes()).isEqualTo(plain.imageSizeInBytes());
    assertThat(index.imagePushedAt()).isEqualTo(START.plus(Duration.ofDays(1)));
    assertThat(index.artifactMediaType()).isNull();
    assertThat(referrer)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.subjectManifestDigest()).isEqualTo(image.digest());
          assertThat(found.artifactMediaType()).isEqualTo("application/vnd.test");
        });
  }

  @Test
  void rule9OnlyPullsMoveThePullTime() {
    ecr.push(LEGACY, image, "v1");
    var path = "/v2/" + LEGACY + "/manifests/v1";
    var times = new ArrayList<Optional<Duration>>();

    for (var method : List.of("HEAD", "GET")) {
      ecr.clock().advance(Duration.ofHours(1));
      send(method, path);
      times.add(sincePull());
    }
    ecr.clock().advance(Duration.ofHours(1));
    sdk.batchGetImage(r -> r.repositoryName(LEGACY).imageIds(digest(image.digest())));
    times.add(sincePull());

    assertThat(times)
        .containsExactly(Optional.empty(), Optional.of(Duration.ZERO), Optional.of(Duration.ZERO));
  }

  @Test
  void rule10RepositoriesTellTheirEncryptionAndMutability() {
    sdk.createRepository(r ->
        r.repositoryName("made")
            .imageTagMutability("IMMUTABLE_WITH_EXCLUSION")
            .imageTagMutabilityExclusionFilters(FILTER)
            .encryptionConfiguration(e -> e.encryptionType("KMS").kmsKey("key-1"))
            .tags(TEAM));

    var made = sdk.describeRepositories(r -> r.repositoryNames("made")).repositories().getFirst();
    var tags = sdk.listTagsForResource(r -> r.resourceArn(made.repositoryArn())).tags();

    assertThat(made.encryptionConfiguration().kmsKey()).isEqualTo("key-1");
    assertThat(made.imageTagMutabilityExclusionFilters()).hasSize(1);
    assertThat(made.createdAt()).isEqualTo(START);
    assertThat(tags).singleElement().satisfies(tag -> assertThat(tag.value()).isEqualTo("ml"));
    assertThat(sdk.describeRepositoriesPaginator(r -> r.maxResults(1)).repositories())
        .extracting(Repository::repositoryName)
        .containsExactly(TARGET, "made", LEGACY);
  }

  private Optional<Duration> sincePull() {
    return Optional.ofNullable(describe("v1").lastRecordedPullTime())
        .map(pulled -> Duration.between(pulled, ecr.clock().instant()));
  }

  private ImageDetail describe(String tag) {
    return sdk.describeImages(r -> r.repositoryName(LEGACY).imageIds(tag(tag)))
        .imageDetails()
        .getFirst();
  }

  private BatchCheckLayerAvailabilityResponse check(String repository, String... digests) {
    return sdk.batchCheckLayerAvailability(r -> r.repositoryName(repository).layerDigests(digests));
  }

  private static String next(HttpResponse<String> response) {
    var link = response.headers().firstValue("Link").orElseThrow();
    return link.substring(1, link.indexOf('>'));
  }

  @Test
  void listsItsRepositoriesPageByPage() {
    var first = send("GET", "/v2/_catalog?n=1");
    var last = send("GET", "/v2/_catalog?last=" + TARGET);

    assertThat(first.body()).isEqualTo("{\"repositories\":[\"data-platform-dev\"]}");
    assertThat(first.headers().firstValue("Link"))
        .hasValue("</v2/_catalog?n=1&last=data-platform-dev>; rel=\"next\"");
    assertThat(last.body()).isEqualTo("{\"repositories\":[\"ml-platform/web\"]}");
    assertThat(last.headers().firstValue("Link")).isEmpty();
  }
}
