package io.github.ecrconsolidation.mapping;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;

/** The resource tag by which a consolidated repository says whose images it mirrors. */
public final class NamespaceTag {
  /** Its key; its value is the legacy namespace. */
  public static final String KEY = "ecr-consolidation:legacy-namespace";

  private NamespaceTag() {}

  /** Whether a repository with {@code resourceTags} mirrors {@code namespace}. */
  public static boolean names(RepositoryName namespace, Map<String, String> resourceTags) {
    return namespace.value().equals(resourceTags.get(KEY));
  }
}
