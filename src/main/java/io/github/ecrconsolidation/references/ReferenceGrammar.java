package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
  /** ECR user guide, "Private registry": IPv4 and dual-stack endpoints, FIPS, China. */
  private static final String ECR =
      "\\d{12}\\.dkr\\.ecr(?:-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?"
          + "|\\d{12}\\.dkr-ecr(?:-fips)?\\.[a-z0-9-]+\\.on\\.(?:aws|amazonwebservices\\.com\\.cn)";

  private static final String PART = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
  private static final Pattern PATH = Pattern.compile(PART + "(?:/" + PART + ")*+");
  private static final Pattern TAG = Pattern.compile(":([A-Za-z0-9_][A-Za-z0-9._-]*+)");
  private static final Pattern DIGEST = Pattern.compile("@sha256:[0-9a-f]{64}(?![0-9a-fA-F])");
  private static final Pattern TEMPLATED_HOST =
      Pattern.compile("\\$\\{[^}\\s]*+\\}$|\\{\\{[^}]*+\\}\\}$|\\$\\([^)\\s]*+\\)$|\\$\\w++$");

  private final String namespace;
  private final Pattern host;

  /**
   * @param registries further hosts, with port if need be, of the same registry
   */
  ReferenceGrammar(RepositoryName namespace, Collection<String> registries) {
    this.namespace = namespace.value();
    this.host =
        Pattern.compile(
            Stream.concat(Stream.of(ECR), registries.stream().map(Pattern::quote))
                .collect(Collectors.joining("|", "(?:", ")(?::\\d{1,5})?")));
  }

  /** Whether {@code text} can hold anything of interest: a quick look. */
  boolean mayMatch(String text) {
    return text.contains(namespace + "/") || text.contains(namespace + "\\/");
  }

  /** Whether {@code value} is the host of a registry, and nothing more. */
  boolean isHost(String value) {
    return host.matcher(value).matches();
  }

  /** Whether {@code value} is such a host and the namespace. */
  boolean isHostWithNamespace(String value) {
    var slash = value.indexOf('/');
    return slash > 0
        && isHost(value.substring(0, slash))
        && value.substring(slash + 1).equals(namespace);
  }

  /** Every hit from {@code from} to {@code to}, in order. */
  List<Hit> hits(String text, int from, int to) {
    var hits = new ArrayList<Hit>();
    find(text, from, to, "/" + namespace + "/", hits);
    find(text, from, to, "\\/" + namespace + "\\/", hits);
    return hits;
  }

  /** {@code value} if it is a repository of the namespace without a host, with or without a tag. */
  Optional<Hit> withoutHost(String value, Span written) {
    return value.startsWith(namespace + "/")
        ? Optional.of(tail(value, 0, 0, value.length(), "", namespace + "/"))
            .filter(hit -> hit.end() == value.length() || hit.trouble().isPresent())
            .map(hit -> moved(hit, written.start()))
        : Optional.empty();
  }

  private static Hit moved(Hit hit, int by) {
    return new Hit(
        hit.start() + by,
        new Span(hit.name().start() + by, hit.name().end() + by),
        hit.end() + by,
        hit.host(),
        hit.repository(),
        hit.tag(),
        hit.hasDigest(),
        hit.trouble());
  }

  private void find(String text, int from, int to, String mark, List<Hit> hits) {
    for (var at = text.indexOf(mark, from, to); at >= 0; at = text.indexOf(mark, at + 1, to)) {
      hit(text, from, to, at, mark).ifPresent(hits::add);
    }
  }

  private Optional<Hit> hit(String text, int from, int to, int slash, String mark) {
    var escaped = mark.startsWith("\\");
    var name = slash + (escaped ? 2 : 1);
    var start = hostStart(text, from, slash);
    var hit =
        start < 0
            ? templatedHost(text, from, slash, name, to)
            : Optional.of(literal(text, start, name, to));
    return hit.filter(one -> one.end() > name + namespace.length() + 1)
        .map(one ->
            escaped ? troubled(one, "its slashes are escaped, which is left to a person") : one);
  }

  private Hit literal(String text, int start, int name, int to) {
    var host = text.substring(start, text.indexOf('/', start));
    var hit = tail(text, start, name, to, host, namespace + "/");
    return scheme(text, start)
        .filter(scheme -> !scheme.equals("docker"))
        .map(scheme ->
            otherwise(
                hit,
                scheme.equals("oci")
                    ? "an OCI artifact such as a Helm chart is found by its repository's name"
                    : "a URL is no image reference"))
        .orElse(hit);
  }

  private Optional<Hit> templatedHost(String text, int from, int slash, int name, int to) {
    var before = TEMPLATED_HOST.matcher(text).region(Math.max(from, slash - 200), slash);
    return before.find()
        ? Optional.of(
            troubled(
                tail(text, before.start(), name, to, "", namespace + "/"),
                "its registry is filled in elsewhere"))
        : Optional.empty();
  }

  /** Where the host that ends at {@code slash} begins; negative when there is none. */
  private int hostStart(String text, int from, int slash) {
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
        return begin > from && text.charAt(begin - 1) == '/' && scheme(text, begin).isEmpty()
            ? -1
            : begin;
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
  private Hit tail(String text, int start, int name, int to, String host, String prefix) {
    var from = name + prefix.length() + (text.startsWith("\\", name + prefix.length() - 1) ? 1 : 0);
    var path = PATH.matcher(text).region(from, to);
    if (!path.lookingAt()) {
      var reason = "its repository's name is filled in elsewhere";
      return isTemplate(text, from, to)
          ? hit(start, name, from + 1, host, Optional.empty(), Optional.of(reason))
          : hit(start, name, name, host, Optional.empty(), Optional.empty());
    }
    var repository = repository(prefix + path.group());
    var tag = TAG.matcher(text).region(path.end(), to);
    var tagged = tag.lookingAt();
    var nameEnd = tagged ? tag.end() : path.end();
    var digest = DIGEST.matcher(text).region(nameEnd, to);
    var digested = digest.lookingAt();
    var end = digested ? digest.end() : nameEnd;
    var cutShort = nameGoesOn(text, end, to, tagged || digested);
    var trouble =
        repository.isEmpty() || (tagged && !Tag.isValid(tag.group(1)))
            ? Optional.of("it is too long")
            : cutShort.or(() -> trouble(text, end, to, tagged, digested));
    return new Hit(
        start,
        new Span(name, nameEnd),
        end,
        host,
        repository.filter(_ -> cutShort.isEmpty()),
        tagged ? Optional.of(tag.group(1)) : Optional.empty(),
        digested || isTemplatedDigest(text, end, to),
        trouble);
  }

  private static Optional<RepositoryName> repository(String name) {
    try {
      return Optional.of(new RepositoryName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Hit hit(
      int start,
      int name,
      int end,
      String host,
      Optional<RepositoryName> repository,
      Optional<String> trouble) {
    return new Hit(
        start, new Span(name, end), end, host, repository, Optional.empty(), false, trouble);
  }

  private static Hit troubled(Hit hit, String trouble) {
    return new Hit(
        hit.start(),
        hit.name(),
        hit.end(),
        hit.host(),
        hit.repository(),
        hit.tag(),
        hit.hasDigest(),
        Optional.of(trouble));
  }

  /** No image reference at all, so it says nothing of a repository either. */
  private static Hit otherwise(Hit hit, String trouble) {
    return hit(
        hit.start(),
        hit.name().start(),
        hit.end(),
        hit.host(),
        Optional.empty(),
        Optional.of(trouble));
  }

  /** Why the reference does not simply end at {@code end}. */
  private static Optional<String> trouble(
      String text, int end, int to, boolean tagged, boolean digested) {
    if (end >= to || digested || isTemplatedDigest(text, end, to)) {
      return Optional.empty();
    }
    var next = text.charAt(end);
    if (next == '@') {
      return Optional.of("what follows @ is no sha256 digest");
    }
    if (next == ':' && !tagged && isTemplate(text, end + 1, to)) {
      return Optional.of("its tag is filled in elsewhere");
    }
    return tagged && isTemplate(text, end, to)
        ? Optional.of("its tag is filled in elsewhere")
        : Optional.empty();
  }

  /** Why the name does not end at {@code end}, where neither tag nor digest was found. */
  private static Optional<String> nameGoesOn(String text, int end, int to, boolean ended) {
    if (end >= to || ended) {
      return Optional.empty();
    }
    var next = text.charAt(end);
    var goesOn = next == '/' || isWord(next) || text.startsWith("\\/", end);
    if (isTemplate(text, end, to) || (goesOn && isTemplate(text, end + 1, to))) {
      return Optional.of("its repository's name is filled in elsewhere");
    }
    return goesOn ? Optional.of("what follows makes it no repository name") : Optional.empty();
  }

  private static boolean isTemplatedDigest(String text, int end, int to) {
    return end < to && text.charAt(end) == '@' && isTemplate(text, end + 1, to);
  }

  /**
   * {@code {{ }}}, {@code ${}}, {@code $()}, {@code $NAME}, {@code %s}, {@code <name>}, {@code *}.
   */
  private static boolean isTemplate(String text, int at, int to) {
    return at < to
        && switch (text.charAt(at)) {
          case '$', '*' -> true;
          case '{' -> text.startsWith("{{", at);
          case '<' -> at + 1 < to && Character.isLetter(text.charAt(at + 1));
          case '%' -> at + 1 < to && "sv({".indexOf(text.charAt(at + 1)) >= 0;
          default -> false;
        };
  }
}
