package io.github.ecrconsolidation.references;

import static java.util.Comparator.comparingInt;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds {@code <registry host>/<legacy namespace>/<path>[:tag][@digest]} in any text. A lookalike
 * is none: another host, another namespace, more before the host, the namespace alone.
 */
final class ReferenceGrammar {
  private static final String PART = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
  private static final Pattern PATH = Pattern.compile(PART + "(?:/" + PART + ")*+");
  private static final Pattern TAG = Pattern.compile(":([A-Za-z0-9_][A-Za-z0-9._-]*+)");
  private static final Pattern DIGEST = Pattern.compile("@sha256:[0-9a-f]{64}(?![0-9a-fA-F])");
  private static final Pattern OPEN_TAG =
      Pattern.compile(":((?:[A-Za-z0-9_.-]++|" + Placeholder.ONE + ")++)");
  private static final Pattern TEMPLATED_ECR =
      Pattern.compile("(?:" + RegistryHost.TEMPLATED + ")(?::\\d{1,5})?+$");
  private static final Pattern TEMPLATED_HOST = Pattern.compile(Placeholder.ONE + "$");
  private static final Pattern ECR_HOST =
      Pattern.compile("(?:" + RegistryHost.LITERAL + "|" + RegistryHost.TEMPLATED + ")/");
  private static final int LONGEST_HOST = 300;

  /** The reason of a reference whose repository is a variable altogether. */
  static final String FILLED_IN = "its repository is filled in elsewhere";

  private static final String NAME_FILLED_IN = "its repository's name is filled in elsewhere";
  private static final String GOES_ON = "what follows makes it no repository name";

  /** The reason of a chart, and of what may be one. */
  static final String HELM_CHART =
      "Helm finds a chart by its repository's name, and a version by a tag without a prefix: push it to a repository of its own, outside the legacy namespace";

  private static final String OCI_ARTIFACT = "an OCI artifact may be a chart: " + HELM_CHART;

  private final String namespace;
  private final Pattern host;

  /**
   * @param registries further hosts, with port if need be, of the same registry
   */
  ReferenceGrammar(RepositoryName namespace, Collection<String> registries) {
    this.namespace = namespace.value();
    this.host =
        Pattern.compile(
            Stream.concat(Stream.of(RegistryHost.LITERAL), registries.stream().map(Pattern::quote))
                .collect(Collectors.joining("|", "(?:", ")(?::\\d{1,5})?")));
  }

  /** Whether {@code text} can hold anything of interest: a quick look. */
  boolean mayMatch(String text) {
    return text.contains(namespace) || text.contains(".dkr");
  }

  /** Whether {@code value} is the host of a registry, and nothing more. */
  boolean isHost(String value) {
    return host.matcher(value).matches() || isTemplatedEcr(value);
  }

  private static boolean isTemplatedEcr(String value) {
    var templated = TEMPLATED_ECR.matcher(value);
    return templated.find() && templated.start() == 0;
  }

  /** Whether {@code value} is such a host and the namespace. */
  boolean isHostWithNamespace(String value) {
    var slash = value.indexOf('/');
    return slash > 0
        && isHost(value.substring(0, slash))
        && value.substring(slash + 1).equals(namespace);
  }

  /** Every occurrence from {@code from} to {@code to}, in order. */
  List<Occurrence> occurrences(String text, int from, int to) {
    var occurrences = new ArrayList<Occurrence>();
    find(text, from, to, "/" + namespace, occurrences);
    find(text, from, to, "\\/" + namespace, occurrences);
    filledIn(text, from, to, occurrences);
    occurrences.sort(comparingInt(Occurrence::start));
    return occurrences;
  }

  /** Registries of ECR in front of a repository that is filled in altogether, line by line. */
  private void filledIn(String text, int from, int to, List<Occurrence> occurrences) {
    var at = text.indexOf(".dkr", from, to);
    while (at >= 0) {
      var newline = text.indexOf('\n', at, to);
      var end = newline < 0 ? to : newline;
      var host = ECR_HOST.matcher(text).region(Math.max(from, text.lastIndexOf('\n', at) + 1), end);
      while (host.find()) {
        if (host.group().contains(".dkr")) {
          filledIn(text, host.start(), host.end(), to).ifPresent(occurrences::add);
        }
      }
      at = text.indexOf(".dkr", end, to);
    }
  }

  private static Optional<Occurrence> filledIn(String text, int start, int name, int to) {
    return Placeholder.at(text, name, to)
        .map(placeholder -> {
          var end = name + placeholder.length();
          return Occurrence.withoutRepository(
              start,
              new Span(name, end),
              end,
              text.substring(start, name - 1),
              Optional.of(FILLED_IN));
        });
  }

  /** Whether {@code value} is, or begins with, the name of a legacy repository or the namespace. */
  boolean isLegacyName(String value) {
    return value.equals(namespace) || value.startsWith(namespace + "/");
  }

  /** Whether {@code before} ends in the host of the registry and a slash. */
  boolean endsInHost(String before) {
    return (before.endsWith("/") && hostStart(before, 0, before.length() - 1) >= 0)
        || Pattern.compile("(?<![A-Za-z0-9_-])" + host.pattern() + "/$").matcher(before).find();
  }

  /** Every name in the namespace, with or without anything in front of it. */
  List<Span> names(String text) {
    var names = new ArrayList<Span>();
    var mark = namespace + "/";
    for (var at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      var path = PATH.matcher(text).region(at + mark.length(), text.length());
      if (path.lookingAt()) {
        names.add(new Span(at, path.end()));
      } else if (Placeholder.isAt(text, at + mark.length(), text.length())) {
        names.add(new Span(at, at + mark.length()));
      }
    }
    return names;
  }

  /** {@code value} if it is a repository of the namespace without a host, with or without a tag. */
  Optional<Occurrence> withoutHost(String value, Span written) {
    return value.startsWith(namespace + "/")
        ? Optional.of(tail(value, 0, 0, value.length(), "", namespace + "/"))
            .filter(occurrence ->
                occurrence.end() == value.length() || occurrence.obstacle().isPresent())
            .map(occurrence -> occurrence.moved(written.start()))
        : Optional.empty();
  }

  private void find(String text, int from, int to, String mark, List<Occurrence> occurrences) {
    for (var at = text.indexOf(mark, from, to); at >= 0; at = text.indexOf(mark, at + 1, to)) {
      occurrence(text, from, to, at, mark).ifPresent(occurrences::add);
    }
  }

  private Optional<Occurrence> occurrence(String text, int from, int to, int slash, String mark) {
    var escaped = mark.startsWith("\\");
    var name = slash + (escaped ? 2 : 1);
    var after = name + namespace.length();
    var start = hostStart(text, from, slash);
    if (!text.startsWith(escaped ? "\\/" : "/", after) || after >= to) {
      return start >= 0 && isNamespaceAlone(text, after, to)
          ? Optional.of(namespaceAlone(text, start, name, after))
          : Optional.empty();
    }
    var occurrence =
        start < 0 ? filledInHost(text, from, slash, name, to) : literal(text, start, name, to);
    return occurrence.map(one ->
        escaped ? one.withObstacle("its slashes are escaped, which requires manual action") : one);
  }

  private static boolean isNamespaceAlone(String text, int after, int to) {
    return after >= to
        || !(isWord(text.charAt(after)) || ".:@/\\".indexOf(text.charAt(after)) >= 0);
  }

  private Occurrence namespaceAlone(String text, int start, int name, int end) {
    var reason =
        isOci(text, start)
            ? HELM_CHART
            : "it names the namespace alone, and the service is added elsewhere";
    return Occurrence.withoutRepository(
        start, new Span(name, end), end, host(text, start, name), Optional.of(reason));
  }

  /** Without the slash, which may be escaped. */
  private static String host(String text, int start, int name) {
    var slash = text.charAt(name - 2) == '\\' ? name - 2 : name - 1;
    return text.substring(start, slash);
  }

  private Optional<Occurrence> literal(String text, int start, int name, int to) {
    var occurrence = tail(text, start, name, to, host(text, start, name), namespace + "/");
    if (occurrence.end() <= name + namespace.length() + 1) {
      return Optional.of(namespaceAlone(text, start, name, name + namespace.length() + 1));
    }
    return Optional.of(
        scheme(text, start)
            .filter(scheme -> !scheme.equals("docker"))
            .map(scheme ->
                occurrence.otherwise(
                    scheme.equals("oci") ? OCI_ARTIFACT : "a URL is no image reference"))
            .orElse(occurrence));
  }

  private static boolean isOci(String text, int start) {
    return scheme(text, start).filter("oci"::equals).isPresent();
  }

  /** A registry that a variable gives; one that says ECR in its name is taken for one. */
  private Optional<Occurrence> filledInHost(String text, int from, int slash, int name, int to) {
    var before = TEMPLATED_HOST.matcher(text).region(Math.max(from, slash - LONGEST_HOST), slash);
    return before.find()
        ? literal(text, before.start(), name, to)
            .filter(occurrence ->
                saysEcr(before.group()) || !occurrence.obstacle().equals(Optional.of(GOES_ON)))
            .map(occurrence ->
                occurrence.obstacle().isPresent() || saysEcr(before.group())
                    ? occurrence
                    : occurrence.withObstacle("its registry is filled in elsewhere"))
        : Optional.empty();
  }

  private static boolean saysEcr(String placeholder) {
    return placeholder.toLowerCase(Locale.ROOT).contains("ecr");
  }

  /** Where the host that ends at {@code slash} begins; negative when there is none. */
  private int hostStart(String text, int from, int slash) {
    var literal = literalHostStart(text, from, slash);
    if (literal >= 0) {
      return literal;
    }
    var ecr = TEMPLATED_ECR.matcher(text).region(Math.max(from, slash - LONGEST_HOST), slash);
    ecr.useTransparentBounds(true);
    return ecr.find() && !isBehindSlash(text, ecr.start(), from) ? ecr.start() : -1;
  }

  /** A proxy's name for an image of the registry is no reference that can be rewritten. */
  private static boolean isBehindSlash(String text, int start, int from) {
    return start > from && text.charAt(start - 1) == '/' && scheme(text, start).isEmpty();
  }

  private int literalHostStart(String text, int from, int slash) {
    var start = slash;
    while (start > from && isHostCharacter(text.charAt(start - 1))) {
      start--;
    }
    // The n of "\n" in a quoted scalar is no part of a host.
    if (start > from
        && text.charAt(start - 1) == '\\'
        && start < slash
        && "nrt".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    for (var begin = start; begin < slash; begin = nextWord(text, begin, slash)) {
      if (host.matcher(text).region(begin, slash).matches()) {
        return isBehindSlash(text, begin, from) ? -1 : begin;
      }
    }
    return -1;
  }

  /** A host may stand behind a colon, as in {@code image:host}, but not within a word. */
  private static int nextWord(String text, int from, int to) {
    var colon = text.indexOf(':', from);
    return colon < 0 || colon >= to ? to : colon + 1;
  }

  private static boolean isHostCharacter(char c) {
    return isWord(c) || c == '.' || c == ':';
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private static Optional<String> scheme(String text, int start) {
    if (start < 4 || !text.startsWith("://", start - 3)) {
      return Optional.empty();
    }
    var end = start - 3;
    var begin = end;
    while (begin > 0 && Character.isLetter(text.charAt(begin - 1))) {
      begin--;
    }
    return Optional.of(text.substring(begin, end)).filter(Predicate.not(String::isEmpty));
  }

  /** What follows the namespace, up to the end of the reference. */
  private Occurrence tail(String text, int start, int name, int to, String host, String prefix) {
    var from = name + prefix.length() + (text.startsWith("\\", name + prefix.length() - 1) ? 1 : 0);
    var path = PATH.matcher(text).region(from, to);
    if (!path.lookingAt()) {
      return Placeholder.isAt(text, from, to)
          ? Occurrence.withoutRepository(
              start, new Span(name, from + 1), from + 1, host, Optional.of(NAME_FILLED_IN))
          : Occurrence.withoutRepository(start, new Span(name, name), name, host, Optional.empty());
    }
    var repository = repository(prefix + path.group());
    var tag = tag(text, path.end(), to);
    var nameEnd = path.end() + tag.map(found -> found.length() + 1).orElse(0);
    var open = tag.isPresent() && !isLiteralTag(tag.get());
    var digest = DIGEST.matcher(text).region(nameEnd, to);
    var digested = digest.lookingAt();
    var end = digested ? digest.end() : nameEnd;
    var cutShort = nameGoesOn(text, end, to, tag.isPresent() || digested);
    var obstacle =
        repository.isEmpty() || (tag.isPresent() && !open && !Tag.isValid(tag.get()))
            ? Optional.of("it is too long")
            : cutShort.or(() -> obstacle(text, end, to, digested));
    return new Occurrence(
        start,
        new Span(name, nameEnd),
        end,
        host,
        repository.filter(_ -> cutShort.isEmpty()),
        tag,
        open,
        digested || isTemplatedDigest(text, end, to),
        obstacle);
  }

  /** The tag behind a colon at {@code at}, placeholders included. */
  private static Optional<String> tag(String text, int at, int to) {
    var open = OPEN_TAG.matcher(text).region(at, to);
    if (open.lookingAt() && !isLiteralTag(open.group(1)) && !open.group(1).matches("[.-].*")) {
      return Optional.of(open.group(1));
    }
    var tag = TAG.matcher(text).region(at, to);
    return tag.lookingAt() ? Optional.of(tag.group(1)) : Optional.empty();
  }

  private static boolean isLiteralTag(String tag) {
    return tag.chars().allMatch(c -> isWord((char) c) || c == '.');
  }

  private static Optional<RepositoryName> repository(String name) {
    try {
      return Optional.of(new RepositoryName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Why the reference does not simply end at {@code end}. */
  private static Optional<String> obstacle(String text, int end, int to, boolean digested) {
    return end < to && !digested && text.charAt(end) == '@' && !isTemplatedDigest(text, end, to)
        ? Optional.of("what follows @ is no sha256 digest")
        : Optional.empty();
  }

  /** Why the name does not end at {@code end}, where neither tag nor digest was found. */
  private static Optional<String> nameGoesOn(String text, int end, int to, boolean ended) {
    if (end >= to || ended) {
      return Optional.empty();
    }
    var next = text.charAt(end);
    var goesOn = next == '/' || isWord(next) || text.startsWith("\\/", end);
    if (Placeholder.isAt(text, end, to) || (goesOn && Placeholder.isAt(text, end + 1, to))) {
      return Optional.of(NAME_FILLED_IN);
    }
    return goesOn ? Optional.of(GOES_ON) : Optional.empty();
  }

  private static boolean isTemplatedDigest(String text, int end, int to) {
    return end < to && text.charAt(end) == '@' && Placeholder.isAt(text, end + 1, to);
  }
}
