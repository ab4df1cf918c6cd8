package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import io.github.ecrconsolidation.references.Interpretation.Unexplained;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The last net: every name of a legacy repository that no other rule has explained, so that nothing
 * is passed over in silence.
 */
final class Leftovers {
  /** A path, the repository of a Go or GitHub project, a longer word. */
  private static final Pattern FILE =
      Pattern.compile(
          "\\.(?:git|ya?ml|json5?|py|sh|[jt]sx?|go|tf|tfvars|txt|md|toml|env|lock|html?|xml|java|rb|rs|cfg|ini|conf)$");

  private static final Pattern OTHER_HOST =
      Pattern.compile("(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}(?::\\d+)?[/:]$");
  private static final Pattern ARN = Pattern.compile("arn:[^\\s\"']*:ecr:[^\\s\"']*:repository/$");
  private static final Pattern OPTION = Pattern.compile("--repository-names?[= ][^|;&]*$");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)[\\w.-]*(?:repo|ecr|image|container)[\\w.-]*[\"']?\\s*(?::=|\\?=|[:=]>?)\\s*[\"'\\[]*$");
  private static final NavigableMap<Integer, String> NO_BLOCKS = Collections.emptyNavigableMap();
  private static final Pattern TERRAFORM_BLOCK =
      Pattern.compile("(?m)^\\s*(?:resource|data|module)\\s+\"([^\"]+)\"");

  /** What may stand in front of a name. Pyxis and enroot write {@code <registry>#<name>}. */
  private static final String BOUNDARY = " \t\r\n\"'`=:,;([{<>|*^~+&!@#";

  private final ReferenceGrammar grammar;
  private final Matches matches;

  Leftovers(ReferenceGrammar grammar, Matches matches) {
    this.grammar = grammar;
    this.matches = matches;
  }

  /** Adds what is left of {@code text}; nothing of {@code explained} or of {@code comments}. */
  void search(String text, Spans explained, Comments comments, String where, LineNumbers lines) {
    var names = grammar.names(text);
    var blocks = names.isEmpty() ? NO_BLOCKS : terraformBlocks(text);
    for (var name : names) {
      var at = name.start();
      if (!explained.contain(at) && !comments.contain(at)) {
        interpretation(text, name, blocks)
            .filter(_ -> !isIgnored(text, at))
            .ifPresent(interpretation ->
                matches.add(
                    new Match(
                        lines.of(at),
                        where,
                        text.substring(at, name.end()),
                        repository(text.substring(at, name.end())),
                        false,
                        interpretation)));
      }
    }
  }

  private boolean isIgnored(String text, int at) {
    if (!Surroundings.isIgnored(text, at)) {
      return false;
    }
    matches.ignore();
    return true;
  }

  private static Optional<RepositoryName> repository(String name) {
    try {
      return Optional.of(new RepositoryName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Empty when it is plainly something else. */
  private Optional<Interpretation> interpretation(
      String text, Span name, NavigableMap<Integer, String> blocks) {
    var before = Surroundings.before(text, name.start());
    if (ARN.matcher(before).find()) {
      return Optional.of(
          new Unclear(
              "a policy names the legacy repository: grant the same on the consolidated one, and"
                  + " take this away after the clean-up"));
    }
    if (isSomethingElse(text, name, before)) {
      return Optional.empty();
    }
    if (OPTION.matcher(before).find()) {
      return Optional.of(new Unclear("a command names the legacy repository"));
    }
    var tool = Surroundings.tool(text, name.start());
    if (tool.isPresent()) {
      return tool.map(Unclear::new);
    }
    if (isTerraformOfEcr(name.start(), blocks)) {
      return Optional.of(
          new Unclear(
              "Terraform manages or reads the legacy repository, which the clean-up empties"));
    }
    return Optional.of(
        NAMED.matcher(before).find()
            ? new Unclear("the repository's name alone: its registry and tag are added elsewhere")
            : new Unexplained("the name of a legacy repository, without a registry"));
  }

  private boolean isSomethingElse(String text, Span name, String before) {
    return !isBoundary(before)
        || before.matches(".*\\buses:\\s*[\"']?")
        || (OTHER_HOST.matcher(before).find() && !grammar.endsInHost(before))
        || FILE.matcher(text.substring(name.start(), name.end())).find()
        || isPath(text, name.end());
  }

  /** A slash belongs to the name only where a registry may have stood in front of it. */
  private static boolean isBoundary(String before) {
    if (before.isEmpty() || before.endsWith("\\n")) {
      return true;
    }
    var last = before.charAt(before.length() - 1);
    if (last != '/') {
      return BOUNDARY.indexOf(last) >= 0;
    }
    return before.length() > 1
        && ("\"'`})]%>".indexOf(before.charAt(before.length() - 2)) >= 0
            || OTHER_HOST.matcher(before).find());
  }

  private static boolean isPath(String text, int end) {
    return end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end))
            || text.startsWith("**", end)
            || (text.charAt(end) == '/' && !text.startsWith("/\"", end)));
  }

  /** The type of each block by where it begins. */
  private static NavigableMap<Integer, String> terraformBlocks(String text) {
    var blocks = new TreeMap<Integer, String>();
    var block = TERRAFORM_BLOCK.matcher(text);
    while (block.find()) {
      blocks.put(block.start(1), block.group(1));
    }
    return blocks;
  }

  private static boolean isTerraformOfEcr(int at, NavigableMap<Integer, String> blocks) {
    var last = blocks.floorEntry(at);
    return last != null && last.getValue().startsWith("aws_ecr_");
  }
}
