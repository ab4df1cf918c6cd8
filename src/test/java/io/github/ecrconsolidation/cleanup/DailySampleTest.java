package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DailySampleTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-01");
  private static final List<Digest> DIGESTS =
      IntStream.range(0, 1000)
          .mapToObj(i -> Digest.of(Integer.toString(i).getBytes(UTF_8)))
          .toList();

  @Test
  void isTheSameAllDayInWhateverOrderTheDigestsCome() {
    var reversed = DIGESTS.reversed();

    assertThat(new DailySample(DAY).of(DIGESTS, 10))
        .hasSize(10)
        .isEqualTo(new DailySample(DAY).of(reversed, 10));
  }

  @Test
  void takesAllWhereThereAreFewer() {
    assertThat(new DailySample(DAY).of(DIGESTS.subList(0, 3), 10))
        .containsExactlyInAnyOrderElementsOf(DIGESTS.subList(0, 3));
  }

  @Test
  void takesOtherOnesEveryDayOfAYear() {
    var seen = new HashMap<Digest, Integer>();
    Set<Digest> yesterday = Set.of();
    for (var day = 0; day < 365; day++) {
      var today = new DailySample(DAY.plusDays(day)).of(DIGESTS, 10);
      today.forEach(digest -> seen.merge(digest, 1, Integer::sum));
      assertThat(today.stream().filter(yesterday::contains).count()).isLessThan(4);
      yesterday = Set.copyOf(today);
    }

    // Of 1,000 digests 365 draws of 10 miss 2.6 % by chance, and take none very often.
    assertThat(seen).hasSizeGreaterThan(940);
    assertThat(seen.values()).allMatch(times -> times < 16);
  }
}
