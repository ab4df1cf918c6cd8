package io.github.ecrconsolidation.localecr;

import io.github.ecrconsolidation.localecr.RepositorySettings.Encryption;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The JSON operations on repositories as such. */
final class RepositoryOperations {
  private final EcrStore store;
  private final Paging paging;
  private final URI endpoint;

  RepositoryOperations(EcrStore store, Paging paging, URI endpoint) {
    this.store = store;
    this.paging = paging;
    this.endpoint = endpoint;
  }

  Map<String, Operation> table() {
    return Map.of(
        "CreateRepository",
        Operation.of(
            this::create,
            "repositoryName",
            "tags",
            "imageTagMutability",
            "imageTagMutabilityExclusionFilters",
            "imageScanningConfiguration",
            "encryptionConfiguration"),
        "DescribeRepositories",
        Operation.of(this::describe, "repositoryNames", "nextToken", "maxResults"),
        "DeleteRepository",
        Operation.of(this::delete, "repositoryName", "force"),
        "TagResource",
        Operation.of(this::tag, "resourceArn", "tags"),
        "ListTagsForResource",
        Operation.of(this::tags, "resourceArn"),
        "UntagResource",
        Operation.of(this::untag, "resourceArn", "tagKeys"));
  }

  private Output create(Input in) {
    var settings =
        RepositorySettings.named(in.required("repositoryName"))
            .with(mutability(in))
            .with(encryption(in))
            .scanOnPush(scanOnPush(in));
    var tags = readTags(in);
    store.createRepository(settings);
    store.tagResource(settings.name(), tags);
    return new Output().with("repository", describe(store.repository(settings.name())));
  }

  static TagMutability mutability(Input in) {
    var mode =
        in.constant("imageTagMutability", TagMutability.Mode.class)
            .orElse(TagMutability.Mode.MUTABLE);
    var filters =
        in.objects("imageTagMutabilityExclusionFilters", 0, 5, "filterType", "filter").stream()
            .map(filter -> filter.required("filter"))
            .toList();
    return new TagMutability(mode, filters);
  }

  static boolean scanOnPush(Input in) {
    return in.object("imageScanningConfiguration", "scanOnPush")
        .map(scanning -> scanning.flag("scanOnPush"))
        .orElse(false);
  }

  private static Encryption encryption(Input in) {
    return in.object("encryptionConfiguration", "encryptionType", "kmsKey")
        .map(config ->
            new Encryption(
                config.requiredConstant("encryptionType", Encryption.Type.class),
                config.text("kmsKey").orElse("")))
        .orElse(Encryption.AES256);
  }

  private Output describe(Input in) {
    var names = in.texts("repositoryNames", 0, 100);
    if (!names.isEmpty()) {
      Paging.refuseWithIds(in);
      return new Output()
          .with("repositories", names.stream().map(store::repository).map(this::describe).toList());
    }
    var page =
        Page.of(
            store.repositories().stream(),
            repository -> repository.settings().name(),
            paging.request(in));
    return new Output()
        .with("repositories", page.rows().stream().map(this::describe).toList())
        .with("nextToken", page.nextToken());
  }

  private Output delete(Input in) {
    var force = in.flag("force");
    var deleted = store.deleteRepository(in.required("repositoryName"), force);
    return new Output().with("repository", describe(deleted));
  }

  private Output describe(Repository repository) {
    var settings = repository.settings();
    var encryption = new Output().with("encryptionType", settings.encryption().type());
    if (!settings.encryption().kmsKey().isEmpty()) {
      encryption.with("kmsKey", settings.encryption().kmsKey());
    }
    var described =
        Wire.named(store, settings.name())
            .with("repositoryArn", store.registry().arn(settings.name()))
            .with("repositoryUri", endpoint.getAuthority() + "/" + settings.name())
            .with("createdAt", repository.createdAt())
            .with("imageTagMutability", settings.mutability().mode())
            .with("imageScanningConfiguration", scanning(settings.scanOnPush()))
            .with("encryptionConfiguration", encryption);
    var filters =
        settings.mutability().exclusionFilters().stream()
            .map(filter -> new Output().with("filterType", "WILDCARD").with("filter", filter))
            .toList();
    return filters.isEmpty()
        ? described
        : described.with("imageTagMutabilityExclusionFilters", filters);
  }

  static Output scanning(boolean onPush) {
    return new Output().with("scanOnPush", onPush);
  }

  /** Kept and answered, never acted on: a test removes what a policy would (model). */
  private Output tag(Input in) {
    store.tagResource(named(in), readTags(in));
    return new Output();
  }

  private Output untag(Input in) {
    store.untagResource(named(in), in.texts("tagKeys", 1, 200));
    return new Output();
  }

  private Output tags(Input in) {
    var tags =
        store.resourceTags(named(in)).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> new Output().with("Key", tag.getKey()).with("Value", tag.getValue()))
            .toList();
    return new Output().with("tags", tags);
  }

  private static Map<String, String> readTags(Input in) {
    var tags = new HashMap<String, String>();
    for (var tag : in.objects("tags", 0, 50, "Key", "Value")) {
      tags.put(tag.required("Key"), tag.required("Value"));
    }
    return tags;
  }

  private String named(Input in) {
    var arn = in.required("resourceArn");
    var prefix = store.registry().arn("");
    if (!arn.startsWith(prefix)) {
      throw EcrException.of(EcrError.INVALID_PARAMETER, "no repository here: " + arn);
    }
    return arn.substring(prefix.length());
  }
}
