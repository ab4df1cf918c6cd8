package io.github.ecrconsolidation.localecr;

/** What a repository may have one text of. */
public enum PolicyKind {
  ACCESS(EcrError.REPOSITORY_POLICY_NOT_FOUND),
  LIFECYCLE(EcrError.LIFECYCLE_POLICY_NOT_FOUND);

  private final EcrError missing;

  PolicyKind(EcrError missing) {
    this.missing = missing;
  }

  /** How a repository without it answers. */
  EcrError missing() {
    return missing;
  }
}
