package io.github.ecrconsolidation.references;

/** Which line an offset is in, from 1. */
final class LineNumbers {
  private final String text;
  private int line = 1;
  private int counted;

  LineNumbers(String text) {
    this.text = text;
  }

  /** Asked in the order of the text it is quick. */
  int of(int offset) {
    if (offset < counted) {
      line = 1;
      counted = 0;
    }
    while (counted < offset) {
      if (text.charAt(counted++) == '\n') {
        line++;
      }
    }
    return line;
  }
}
