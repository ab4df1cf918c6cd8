package io.github.ecrconsolidation.template;

import software.amazon.event.ruler.Ruler;

/** An EventBridge rule of the template; matches by AWS's own matcher. */
public record Rule(String name, String pattern, String messageGroupId) {

  public boolean matches(String event) {
    try {
      return Ruler.matchesRule(event, pattern);
    } catch (Exception e) { // declared as such by Ruler
      throw new IllegalArgumentException("%s cannot match %s".formatted(name, event), e);
    }
  }
}
