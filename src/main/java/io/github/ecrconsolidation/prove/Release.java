package io.github.ecrconsolidation.prove;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** A version of this product, such as {@code 1.0.0}. */
public record Release(List<Integer> numbers) implements Comparable<Release> {
  private static final int MOST_DIGITS = 6;
  private static final Pattern ALLOWED =
      Pattern.compile("\\d{1,%1$d}\\.\\d{1,%1$d}\\.\\d{1,%1$d}".formatted(MOST_DIGITS));
  private static final Comparator<Release> ORDER =
      Comparator.<Release>comparingInt(it -> it.numbers.get(0))
          .thenComparingInt(it -> it.numbers.get(1))
          .thenComparingInt(it -> it.numbers.get(2));

  /** This one: the version of {@code pom.xml}, without {@code -SNAPSHOT}. */
  public static final Release CURRENT = parse("1.0.0");

  public Release {
    numbers = List.copyOf(numbers);
  }

  /**
   * Reads three numbers with dots between them.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Release parse(String text) {
    if (!ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not a version: '%s'; expected one such as 1.0.0".formatted(text));
    }
    return new Release(Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList());
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%d.%d.%d".formatted(numbers.get(0), numbers.get(1), numbers.get(2));
  }
}
