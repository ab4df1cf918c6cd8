package io.github.ecrconsolidation.prove;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * That everything the product relies on was proven: when, and with which release. It is kept as a
 * resource tag of the consolidated repository, {@code ecr-consolidation:proved=2026-11-25:1.0.0}.
 */
public record ProofRecord(LocalDate date, Release release) {
  /** The key of the resource tag. */
  public static final String TAG_KEY = "ecr-consolidation:proved";

  /** What the resource tags of a consolidated repository say. */
  public sealed interface Reading {

    /** Proven with this release or a newer one. */
    record Valid(ProofRecord proof) implements Reading {}

    /** Proven with an older release, which may have relied on less. */
    record Outdated(ProofRecord proof) implements Reading {}

    /** Never proven, or not recorded. */
    record Missing() implements Reading {}

    /** The tag has a value that {@code prove} does not write. */
    record Unreadable(String value) implements Reading {}

    /** Whether it may be relied on. */
    default boolean isValid() {
      return this instanceof Valid;
    }

    /** What to tell the operator; empty when there is nothing to do. */
    default Optional<String> advice() {
      return switch (this) {
        case Valid _ -> Optional.empty();
        case Outdated(var proof) ->
            Optional.of(
                "proven on %s with release %s, before %s: run prove again"
                    .formatted(proof.date, proof.release, Release.CURRENT));
        case Missing _ -> Optional.of("not proven in this account yet: run prove (docs/prove.md)");
        case Unreadable(var value) ->
            Optional.of(
                "%s is '%s', expected <date>:<version>: run prove again".formatted(TAG_KEY, value));
      };
    }
  }

  /** Reads the resource tags of a consolidated repository, as of {@code current}. */
  public static Reading read(Map<String, String> resourceTags, Release current) {
    var value = Optional.ofNullable(resourceTags.get(TAG_KEY));
    return value.map(it -> read(it, current)).orElseGet(Reading.Missing::new);
  }

  private static Reading read(String value, Release current) {
    var parts = value.split(":", -1);
    try {
      var proof =
          new ProofRecord(LocalDate.parse(parts[0]), Release.parse(parts[parts.length - 1]));
      if (!proof.toString().equals(value)) {
        return new Reading.Unreadable(value);
      }
      return proof.release.compareTo(current) < 0
          ? new Reading.Outdated(proof)
          : new Reading.Valid(proof);
    } catch (DateTimeException | IllegalArgumentException notOurs) {
      return new Reading.Unreadable(value);
    }
  }

  /** The value of the resource tag. */
  @Override
  public String toString() {
    return date + ":" + release;
  }
}
