package io.github.ecrconsolidation.mapping;

import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the tags of one service start with in the consolidated repository, without the separator.
 * The format of a target, {@code <prefix>-<tag>}, is known here alone; {@code template.yaml}
 * repeats it for LifecycleCounts, and a test compares the two.
 */
public record TagPrefix(String value) {
  /** Between prefix and legacy tag. */
  static final char SEPARATOR = '-';

  /** Any character of a prefix but the separator. */
  private static final char NO_SEPARATOR = '_';

  /** What messages write for the start of a target. */
  public static final String PLACEHOLDER = start("<prefix>");

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  public TagPrefix {
    refusal(value)
        .ifPresent(reason -> {
          throw new IllegalArgumentException(reason);
        });
  }

  /** Why {@code value} cannot be a prefix; empty when it can. */
  static Optional<String> refusal(String value) {
    if (!ALLOWED.matcher(value).matches() || value.length() > Tag.MAX_LENGTH - 2) {
      return Optional.of(
          "'%s' is not 1 to %d letters, digits, '_', '.', '-', not starting with '.' or '-'"
              .formatted(value, Tag.MAX_LENGTH - 2));
    }
    // With a tag of 64 hexadecimal digits it would look like a signature tag: see
    // Tag.isDigestAddressed.
    return value.equals("sha256")
        ? Optional.of("'sha256' is reserved for digest-addressed tags")
        : Optional.empty();
  }

  /**
   * What a repository's name below the namespace becomes; {@link #refusal} says if it is usable.
   */
  static String ofName(String name) {
    // With another character than the separator, prefixes of one target could be equal without a
    // second place to split it: see TagMapping.mayBeAmbiguous.
    return name.replace('/', SEPARATOR);
  }

  /** The prefix of which {@code glob} selects all targets and no other tag; empty without one. */
  public static Optional<TagPrefix> ofGlob(String glob) {
    var end = start("") + "*";
    return Optional.of(glob)
        .filter(it -> it.endsWith(end))
        .map(it -> it.substring(0, it.length() - end.length()))
        .filter(it -> refusal(it).isEmpty())
        .map(TagPrefix::new);
  }

  /** A prefix that begins no other, to be chosen instead of this one. */
  public TagPrefix unmistakable() {
    return new TagPrefix(value.replace(SEPARATOR, NO_SEPARATOR));
  }

  /** {@code tag} under this prefix; empty when that is longer than a tag may be. */
  Optional<Tag> prepend(Tag tag) {
    var prefixed = format(tag.value());
    return prefixed.length() > Tag.MAX_LENGTH ? Optional.empty() : Optional.of(new Tag(prefixed));
  }

  /**
   * The text of the target of {@code tag}, which may also be a pattern or a placeholder, such as
   * {@code <tag>}.
   */
  public String format(String tag) {
    return start(value) + tag;
  }

  /** What every tag with this prefix starts with, and no other. */
  public String start() {
    return start(value);
  }

  /** Likewise, for a name that may be no prefix. */
  static String start(String name) {
    return name + SEPARATOR;
  }

  /** What follows this prefix in {@code prefixed}; empty when it does not start so. */
  Optional<Tag> strip(Tag prefixed) {
    var start = start(value);
    var rest = prefixed.value().substring(Math.min(start.length(), prefixed.value().length()));
    return prefixed.value().startsWith(start) && Tag.isValid(rest)
        ? Optional.of(new Tag(rest))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
