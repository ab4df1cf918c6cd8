package io.github.ecrconsolidation.registry;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.TagMutability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;

/**
 * Looks over the whole registry as one attempt: repositories, all their images, the settings of the
 * account. It writes nothing and pulls nothing, so no {@code lastRecordedPullTime} moves. All
 * methods throw {@link RegistryException}.
 */
public final class RegistrySurvey {
  private final EcrClient ecr;
  private final Attempt attempt;

  RegistrySurvey(EcrClient ecr, Attempt attempt) {
    this.ecr = ecr;
    this.attempt = attempt;
  }

  /** Every repository of the account in this region, the oldest first. */
  public List<Repository> repositories() {
    var repositories = new ArrayList<Repository>();
    EcrCalls.eachPage(
        attempt,
        "DescribeRepositories",
        "registry",
        token -> {
          var page =
              ecr.describeRepositories(request ->
                  request
                      .maxResults(EcrCalls.PAGE)
                      .nextToken(token)
                      .overrideConfiguration(EcrCalls.within(attempt)));
          page.repositories().stream().map(RegistrySurvey::repository).forEach(repositories::add);
          return page.nextToken();
        });
    repositories.sort(Repository.OLDEST_FIRST);
    return repositories;
  }

  private static Repository repository(
      software.amazon.awssdk.services.ecr.model.Repository described) {
    return new Repository(
        new RepositoryName(described.repositoryName()),
        described.createdAt(),
        new TagMutability(
            switch (described.imageTagMutability()) {
              case IMMUTABLE, IMMUTABLE_WITH_EXCLUSION -> TagMutability.Mode.IMMUTABLE;
              case MUTABLE, MUTABLE_WITH_EXCLUSION, UNKNOWN_TO_SDK_VERSION ->
                  TagMutability.Mode.MUTABLE;
              case null -> TagMutability.Mode.MUTABLE;
            },
            described.imageTagMutabilityExclusionFilters().stream()
                .map(ImageTagMutabilityExclusionFilter::filter)
                .toList()),
        Optional.ofNullable(described.encryptionConfiguration())
            .map(encryption ->
                new Encryption(
                    encryption.encryptionTypeAsString(),
                    Optional.ofNullable(encryption.kmsKey()).orElse("")))
            .orElse(new Encryption("AES256", "")),
        Optional.ofNullable(described.imageScanningConfiguration())
            .map(scanning -> Boolean.TRUE.equals(scanning.scanOnPush()))
            .orElse(false));
  }

  /** All images of {@code repository}, those in the archive included. */
  public Inventory inventory(RepositoryName repository) {
    var images = new ArrayList<Image>();
    var beyondReach = new ArrayList<Digest>();
    // A hundred thousand images have a handful of media types: one text for each is enough.
    var mediaTypes = new HashMap<MediaType, MediaType>();
    EcrCalls.eachImage(
        ecr,
        attempt,
        repository,
        detail -> {
          var image = ImageDetails.image(detail);
          images.add(image.as(mediaTypes.computeIfAbsent(image.mediaType(), type -> type)));
          beyondReach.addAll(unaddressable(detail, image.digest()));
        });
    return new Inventory(repository, images, beyondReach);
  }

  private static List<Digest> unaddressable(ImageDetail detail, Digest digest) {
    return Collections.nCopies((int) ImageDetails.unaddressableTags(detail), digest);
  }

  /** Reads policies, tags and registry settings for the same attempt. */
  public SettingsSurvey settings() {
    return new SettingsSurvey(ecr, attempt);
  }

  /**
   * Whether the account's setting lets the registry mount blobs; whatever is not {@code ENABLED},
   * such as a setting never made, counts as off.
   */
  public boolean mountsBlobs() {
    return EcrCalls.call(
        "GetAccountSetting",
        "BLOB_MOUNTING",
        () ->
            "ENABLED"
                .equals(
                    ecr.getAccountSetting(request ->
                            request
                                .name("BLOB_MOUNTING")
                                .overrideConfiguration(EcrCalls.within(attempt)))
                        .value()));
  }

  /** The ARNs of the roles whose pulls leave {@code lastRecordedPullTime} alone. */
  public Set<String> pullTimeExclusions() {
    var principals = new TreeSet<String>();
    EcrCalls.eachPage(
        attempt,
        "ListPullTimeUpdateExclusions",
        "registry",
        token -> {
          var page =
              ecr.listPullTimeUpdateExclusions(request ->
                  request
                      .maxResults(EcrCalls.PAGE)
                      .nextToken(token)
                      .overrideConfiguration(EcrCalls.within(attempt)));
          principals.addAll(page.pullTimeUpdateExclusions());
          return page.nextToken();
        });
    return principals;
  }
}
