package io.github.ecrconsolidation.localecr;

import java.util.regex.Pattern;

/** Which registry this is: an account has one in each Region. */
public record RegistryId(String account, String region) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");

  public RegistryId {
    require(account, ACCOUNT, "an account of 12 digits");
    require(region, REGION, "a Region such as us-east-1");
  }

  private static void require(String value, Pattern pattern, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("'%s' is not %s".formatted(value, expected));
    }
  }

  /** The ARN of a repository with this name. */
  String arn(String repository) {
    return "arn:aws:ecr:%s:%s:repository/%s".formatted(region, account, repository);
  }
}
