package io.github.ecrconsolidation.preflight;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Command lines that change a setting, as AWS CLI 2 and the SAM CLI take them. */
public final class SettingCommands {
  /** Most filters of a repository (ECR API reference, PutImageTagMutability). */
  private static final int MOST_FILTERS = 5;

  private SettingCommands() {}

  /** A repository like the one the template creates. */
  public static String createRepository(RepositoryName name, Encryption encryption) {
    return "aws ecr create-repository --repository-name %s --encryption-configuration encryptionType=%s%s %s"
        .formatted(
            name,
            encryption.type(),
            encryption.key().isEmpty() ? "" : ",kmsKey=" + encryption.key(),
            mutability("IMMUTABLE", List.of("*latest", "sha256-*")));
  }

  /** Lets the tags matching {@code globs} move, beside those that may already. */
  static String exclude(Repository repository, Collection<String> globs) {
    var held = repository.mutability();
    var filters = new LinkedHashSet<>(held.exclusions());
    filters.addAll(globs);
    var fits = held.mode() == Mode.IMMUTABLE && filters.size() <= MOST_FILTERS;
    return "aws ecr put-image-tag-mutability --repository-name %s %s"
        .formatted(
            repository.name(),
            fits ? mutability("IMMUTABLE", filters) : mutability("MUTABLE", List.of()));
  }

  private static String mutability(String mode, Collection<String> filters) {
    return filters.isEmpty()
        ? "--image-tag-mutability " + mode
        : "--image-tag-mutability %s_WITH_EXCLUSION --image-tag-mutability-exclusion-filters %s"
            .formatted(
                mode,
                filters.stream()
                    .map("filterType=WILDCARD,filter='%s'"::formatted)
                    .collect(joining(" ")));
  }

  /** Gives {@code repository} another prefix. */
  public static String servicePrefix(RepositoryName repository, String prefix) {
    return "sam deploy --parameter-overrides ServicePrefixes=%s=%s".formatted(repository, prefix);
  }
}
