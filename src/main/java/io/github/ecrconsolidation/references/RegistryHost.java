package io.github.ecrconsolidation.references;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose registry a host names, as far as it says so.
 *
 * @param account empty when it is filled in elsewhere, or the host is none of ECR's
 * @param region likewise
 */
record RegistryHost(Optional<String> account, Optional<String> region) {
  /** Of each partition: commercial and GovCloud, China, the European Sovereign Cloud, isolated. */
  private static final String DOMAIN =
      "(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)";

  /** The same for hosts that have IPv6 addresses too. */
  private static final String DUAL_STACK_DOMAIN =
      "on\\.(?:aws(?:\\.ic\\.gov|\\.scloud|\\.hci\\.ic\\.gov)?|amazonwebservices\\.(?:com\\.cn|eu)|cloud-aws\\.adc-e\\.uk)";

  /** ECR user guide, "Private registry": IPv4 and dual-stack endpoints, FIPS. */
  static final String LITERAL =
      "\\d{12}\\.dkr\\.ecr(?:-fips)?\\.[a-z0-9-]+\\."
          + DOMAIN
          + "|\\d{12}\\.dkr-ecr(?:-fips)?\\.[a-z0-9-]+\\."
          + DUAL_STACK_DOMAIN;

  private static final String REGION_PART = "(?:[A-Za-z0-9_-]|" + Placeholder.ONE + ")++";

  /**
   * Words that stand for an account: {@code ACCOUNT_ID}, {@code xxxxxxxxxxxx}, {@code my-account}.
   */
  private static final String ACCOUNT_PART =
      "(?:(?<![A-Za-z0-9_-])(?:\\d{12}|[A-Z][A-Z0-9_-]*+|[xX]++|[a-z_-]*(?:account|aws)[A-Za-z0-9_-]*+)|"
          + Placeholder.ONE
          + "++)";

  /** The same with any part filled in elsewhere, or cut off by a concatenation in front of it. */
  static final String TEMPLATED =
      "(?:"
          + ACCOUNT_PART
          + "|(?<![A-Za-z0-9_})>-]))\\.dkr[.-]ecr(?:-fips)?\\.(?:"
          + REGION_PART
          + "\\.)?+(?:"
          + DOMAIN
          + "|"
          + DUAL_STACK_DOMAIN
          + "|"
          + Placeholder.ONE
          + ")|(?<![A-Za-z0-9_.})>-])\\.amazonaws\\.(?:com(?:\\.cn)?|eu)";

  private static final Pattern PARTS =
      Pattern.compile("(.*)\\.dkr[.-]ecr(?:-fips)?\\.([^.]*)\\..*");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(?:-[a-z]+)+-\\d");

  static RegistryHost of(String host) {
    var parts = PARTS.matcher(host);
    return parts.matches()
        ? new RegistryHost(
            Optional.of(parts.group(1)).filter(text -> ACCOUNT.matcher(text).matches()),
            Optional.of(parts.group(2)).filter(text -> REGION.matcher(text).matches()))
        : new RegistryHost(Optional.empty(), Optional.empty());
  }

  /** Whether it says both. */
  boolean isLiteral() {
    return account.isPresent() && region.isPresent();
  }

  @Override
  public String toString() {
    return account.orElse("?") + "/" + region.orElse("?");
  }
}
