package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.localecr.Audit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The most requests of which each began after the one before was answered. Every request must be
 * slowed down, so that those made together overlap on a slow machine, too.
 */
final class LongestChain {
  private LongestChain() {}

  static int of(List<Audit.Entry> requests) {
    var sorted = requests.stream().sorted(Comparator.comparingLong(Audit.Entry::arrived)).toList();
    var longest = new int[sorted.size()];
    for (var i = 0; i < longest.length; i++) {
      longest[i] = 1;
      for (var j = 0; j < i; j++) {
        if (sorted.get(j).answered() - sorted.get(i).arrived() <= 0) {
          longest[i] = Math.max(longest[i], longest[j] + 1);
        }
      }
    }
    return Arrays.stream(longest).max().orElse(0);
  }
}
