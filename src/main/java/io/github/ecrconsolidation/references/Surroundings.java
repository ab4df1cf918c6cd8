package io.github.ecrconsolidation.references;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the line around a reference says of its use. */
final class Surroundings {
  private static final String TOOLS =
      "(?:docker|podman|nerdctl|buildah|finch|crane|skopeo|regctl|oras|img)";
  private static final Pattern PUSH =
      Pattern.compile(
          "(?:.*\\b"
              + TOOLS
              + "\\b[^|;&]*\\s(?:push|tag|copy|cp)\\s[^|;&]*|.*(?:\\s|^|[\"'\\[,])(?:-t|--tag|--destination|--image-name)(?:[="
              + " ]|[\"'],\\s*)[\"']?|.*\\bname=)");

  /** {@code kustomize edit set image} and the like, with an image that is not behind a name. */
  private static final Pattern SELECTION =
      Pattern.compile(
          ".*(?:\\bedit\\s+set\\s+image\\b|--kustomize-image\\b)(?:=|[^|;&]*[\\s\\[,])[\"']?");

  private static final Pattern CACHE =
      Pattern.compile(".*\\b(?:cache-from|cache-to|cache_from|cache_to|cache-repo)\\b.*");
  private static final Pattern MARKER =
      Pattern.compile("#\\s*\\{\"\\$imagepolicy\":\\s*\"(?:[^\":]*:)?([^\":]+)(?::tag|:name)?\"");
  private static final Pattern IGNORED = Pattern.compile(".*ecr-consolidation:\\s*ignore\\b.*");

  private static final Pattern RENOVATE = Pattern.compile("(?:#|//|/\\*|<!--)\\s*renovate:");

  /**
   * How much of a line is looked at on either side. A line that is longer, such as an export in one
   * line, is data; to look at all of it for each of its references would take hours.
   */
  static final int REACH = 2000;

  private Surroundings() {}

  /** What to change in the tool that reads what is at {@code at} to find new tags. */
  static Optional<String> tool(String text, int at) {
    var before = before(text, at);
    if (before.contains(Automation.UPDATER_PREFIX)) {
      return Optional.of(Automation.UPDATER_REASON);
    }
    return RENOVATE.matcher(before).find() ? Optional.of(Automation.UPDATES) : Optional.empty();
  }

  /** Whether an image is pushed to what is at {@code at}. */
  static boolean isPush(String text, int at) {
    return PUSH.matcher(joined(text, at)).matches();
  }

  /** Whether a command selects the images of a Kustomization by the name at {@code at}. */
  static boolean isSelection(String text, int at) {
    return SELECTION.matcher(joined(text, at)).matches();
  }

  /** Whether what is at {@code at} is a place for a build cache. */
  static boolean isCache(String text, int at) {
    return CACHE.matcher(before(text, at)).matches();
  }

  /** The Flux image policy whose marker ends the line of {@code at}. */
  static Optional<String> imagePolicy(String text, int at) {
    var marker = MARKER.matcher(line(text, at));
    return marker.find() ? Optional.of(marker.group(1)) : Optional.empty();
  }

  /** Whether the line of {@code at} asks to be left alone. */
  static boolean isIgnored(String text, int at) {
    return IGNORED.matcher(line(text, at)).matches();
  }

  /** The line up to {@code at}, with those before it that a backslash continues. */
  private static String joined(String text, int at) {
    var start = lineStart(text, at);
    for (var i = 0; i < 20 && start > 1 && text.startsWith("\\", start - 2); i++) {
      start = lineStart(text, start - 1);
    }
    return text.substring(start, at).replace("\\\n", " ");
  }

  static String before(String text, int at) {
    return text.substring(lineStart(text, at), at);
  }

  static String line(String text, int at) {
    var last = Math.min(text.length(), at + REACH);
    var end = text.indexOf('\n', at, last);
    return text.substring(lineStart(text, at), end < 0 ? last : end);
  }

  /** Where the line of {@code at} begins, or the part of it that is looked at. */
  private static int lineStart(String text, int at) {
    var start = at;
    while (start > Math.max(0, at - REACH) && text.charAt(start - 1) != '\n') {
      start--;
    }
    return start;
  }

  /** Whether the line of {@code at} begins too far in front of it to be looked at. */
  static boolean isCutOff(String text, int at) {
    var start = lineStart(text, at);
    return start > 0 && text.charAt(start - 1) != '\n';
  }
}
