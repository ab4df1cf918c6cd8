package io.github.ecrconsolidation.references;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a text gives a variable, as {@code NAME=value} or {@code NAME: value}.
 *
 * @param line from 1
 */
record Definition(String value, int line) {

  /** All definitions of {@code name}, in the order of the text. */
  static List<Definition> of(String name, String text) {
    var definition =
        Pattern.compile(
                "(?<![A-Za-z0-9_.$])"
                    + Pattern.quote(name)
                    + "[\"']?[ \\t]*(?::=|\\?=|[:=])[ \\t]*[\"']?([^\\s\"'#,;]+)")
            .matcher(text);
    var lines = new LineNumbers(text);
    var all = new ArrayList<Definition>();
    while (definition.find()) {
      all.add(new Definition(definition.group(1), lines.of(definition.start(1))));
    }
    return all;
  }
}
