package io.github.ecrconsolidation.localecr;

import java.util.Map;

/**
 * The JSON operations on the settings of a repository that can be changed. Policies are kept and
 * told, not obeyed.
 */
final class PolicyOperations {
  private final EcrStore store;

  PolicyOperations(EcrStore store) {
    this.store = store;
  }

  Map<String, Operation> table() {
    return Map.of(
        "SetRepositoryPolicy",
        Operation.of(
            in -> put(in, PolicyKind.ACCESS, "policyText"), "repositoryName", "policyText"),
        "GetRepositoryPolicy",
        Operation.of(in -> get(in, PolicyKind.ACCESS, "policyText"), "repositoryName"),
        "DeleteRepositoryPolicy",
        Operation.of(in -> delete(in, PolicyKind.ACCESS, "policyText"), "repositoryName"),
        "PutLifecyclePolicy",
        Operation.of(
            in -> put(in, PolicyKind.LIFECYCLE, "lifecyclePolicyText"),
            "repositoryName",
            "lifecyclePolicyText"),
        "GetLifecyclePolicy",
        Operation.of(in -> get(in, PolicyKind.LIFECYCLE, "lifecyclePolicyText"), "repositoryName"),
        "DeleteLifecyclePolicy",
        Operation.of(
            in -> delete(in, PolicyKind.LIFECYCLE, "lifecyclePolicyText"), "repositoryName"),
        "PutImageTagMutability",
        Operation.of(
            this::putMutability,
            "repositoryName",
            "imageTagMutability",
            "imageTagMutabilityExclusionFilters"),
        "PutImageScanningConfiguration",
        Operation.of(this::putScanning, "repositoryName", "imageScanningConfiguration"));
  }

  private Output put(Input in, PolicyKind kind, String name) {
    var text = in.required(name);
    store.policy(in.required("repositoryName"), kind, text);
    return answer(in, name, text);
  }

  private Output get(Input in, PolicyKind kind, String name) {
    return answer(in, name, held(in, kind));
  }

  private Output delete(Input in, PolicyKind kind, String name) {
    var text = held(in, kind);
    store.removePolicy(in.required("repositoryName"), kind);
    return answer(in, name, text);
  }

  private String held(Input in, PolicyKind kind) {
    var repository = in.required("repositoryName");
    return store
        .policy(repository, kind)
        .orElseThrow(() -> EcrException.of(kind.missing(), "none on " + repository));
  }

  private Output answer(Input in, String name, String text) {
    return Wire.named(store, in.required("repositoryName")).with(name, text);
  }

  private Output putScanning(Input in) {
    var onPush = RepositoryOperations.scanOnPush(in);
    store.scanOnPush(in.required("repositoryName"), onPush);
    return Wire.named(store, in.required("repositoryName"))
        .with("imageScanningConfiguration", RepositoryOperations.scanning(onPush));
  }

  private Output putMutability(Input in) {
    var mutability = RepositoryOperations.mutability(in);
    store.mutability(in.required("repositoryName"), mutability);
    return Wire.named(store, in.required("repositoryName"))
        .with("imageTagMutability", mutability.mode());
  }
}
