package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The random name of one run, and the names that follow from it. Whatever a run creates has the
 * name and, from its first moment, the tag; both are looked at before anything is deleted.
 *
 * @param value 12 hexadecimal digits
 */
public record ProofId(String value) {
  /** The key of the resource tag on everything that a run creates; its value is the id. */
  public static final String TAG_KEY = "ecr-consolidation:proof";

  /** What the name of everything that a run creates begins with. */
  public static final String PREFIX = "ecr-consolidation-proof-";

  private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{12}");
  private static final Pattern OURS =
      Pattern.compile(Pattern.quote(PREFIX) + "([0-9a-f]{12})(?:/.+)?");

  public ProofId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not the id of a run: '%s'; expected 12 hexadecimal digits as prove prints them"
              .formatted(value));
    }
  }

  /** A new one that no other run has. */
  public static ProofId random() {
    var bytes = new byte[6];
    new SecureRandom().nextBytes(bytes);
    return new ProofId(HexFormat.of().formatHex(bytes));
  }

  /** The run that the repository, rule or queue of this name would belong to. */
  static Optional<ProofId> ofName(String name) {
    var matcher = OURS.matcher(name);
    return matcher.matches() ? Optional.of(new ProofId(matcher.group(1))) : Optional.empty();
  }

  /** The name of the rule and of the queue; with a {@code /} behind it, of all repositories. */
  String name() {
    return PREFIX + value;
  }

  /** Mutable tags, as legacy repositories have them. */
  RepositoryName legacy() {
    return new RepositoryName(name() + "/legacy");
  }

  /** Like {@link #legacy}; the one that an experiment deletes. */
  RepositoryName legacyToDelete() {
    return new RepositoryName(name() + "/legacy-to-delete");
  }

  /** Immutable tags with exclusions, as the template creates the consolidated repository. */
  RepositoryName consolidated() {
    return new RepositoryName(name() + "/consolidated");
  }

  /** All repositories of the run, in the order in which they are created. */
  List<RepositoryName> repositories() {
    return List.of(consolidated(), legacy(), legacyToDelete());
  }

  /** The resource tag of everything that the run creates. */
  Map<String, String> tags() {
    return Map.of(TAG_KEY, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
