package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.TagMutability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;

/**
 * Looks over the whole registry as one attempt: repositories, all their images, the settings of the
 * account. It writes nothing and pulls nothing, so no {@code lastRecordedPullTime} moves. All
 * methods throw {@link RegistryException}.
 */
public final class EcrReader {
  private final EcrClient ecr;
  private final CallContext context;

  EcrReader(EcrClient ecr, CallContext context) {
    this.ecr = ecr;
    this.context = context;
  }

  /** Every repository of the account in this region, the oldest first. */
  public List<Repository> repositories() {
    var repositories = new ArrayList<Repository>();
    EcrCalls.eachPage(
        context,
        "DescribeRepositories",
        "registry",
        token -> {
          var page =
              ecr.describeRepositories(request ->
                  request
                      .maxResults(EcrCalls.PAGE)
                      .nextToken(token)
                      .overrideConfiguration(EcrCalls.within(context)));
          page.repositories().stream().map(EcrReader::repository).forEach(repositories::add);
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
  public RepositorySnapshot snapshot(RepositoryName repository) {
    return new RepositorySnapshot(repository, EcrCalls.images(ecr, context, repository));
  }

  /** Reads policies, tags and registry settings for the same attempt. */
  public SettingsSurvey settings() {
    return new SettingsSurvey(ecr, context);
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
                                .overrideConfiguration(EcrCalls.within(context)))
                        .value()));
  }

  /** The ARNs of the roles whose pulls leave {@code lastRecordedPullTime} alone. */
  public Set<String> pullTimeExclusions() {
    var principals = new TreeSet<String>();
    EcrCalls.eachPage(
        context,
        "ListPullTimeUpdateExclusions",
        "registry",
        token -> {
          var page =
              ecr.listPullTimeUpdateExclusions(request ->
                  request
                      .maxResults(EcrCalls.PAGE)
                      .nextToken(token)
                      .overrideConfiguration(EcrCalls.within(context)));
          principals.addAll(page.pullTimeUpdateExclusions());
          return page.nextToken();
        });
    return principals;
  }
}
