package io.github.ecrconsolidation.oci;

import java.util.regex.Pattern;

/**
 * The name of an ECR repository without its registry host: 2 to 256 characters, lower case, path
 * parts separated by {@code /} (ECR API, CreateRepository, {@code repositoryName}).
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern ALLOWED = Pattern.compile(PART + "(?:/" + PART + ")*");

  public RepositoryName {
    if (value.length() < 2 || value.length() > 256 || !ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not an ECR repository name: '%s'; expected 2 to 256 characters such as team/service"
              .formatted(value));
    }
  }

  /** Whether this repository lies below {@code namespace}: {@code a/b} lies in {@code a}. */
  public boolean isIn(RepositoryName namespace) {
    return value.startsWith(namespace.value + "/");
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
