package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.mapping.MappingSettings;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.options.Options;
import io.github.ecrconsolidation.references.Targets;
import io.github.ecrconsolidation.references.Targets.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments that {@code references} and {@code rewrite} share. */
final class ReferenceArguments {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--consolidated-repository",
      paramLabel = "<name>",
      description =
          "what the references become; default: CONSOLIDATED_REPOSITORY, or data-platform-dev")
  private String consolidatedRepository = "";

  @Option(
      names = "--legacy-namespace",
      paramLabel = "<name>",
      description =
          "the namespace of the legacy repositories; default: LEGACY_NAMESPACE, or ml-platform")
  private String legacyNamespace = "";

  @Option(
      names = "--service-prefixes",
      paramLabel = "<list>",
      description =
          "other prefixes, as ml-platform/backend=api,...; default: SERVICE_PREFIXES, or none")
  private String servicePrefixes = "";

  @Option(
      names = "--registry",
      paramLabel = "<host>",
      split = "[,\\s]+",
      description =
          "another host of the registry, besides <account>.dkr.ecr.<region>.amazonaws.com and the"
              + " like of every partition; may be repeated")
  private List<String> registries = new ArrayList<>();

  @Option(
      names = "--repositories",
      paramLabel = "<list or @file>",
      description = {
        "all legacy repositories, oldest first. An ambiguous tag, which two repositories could write,"
            + " requires manual action; of repositories that are neither in this list nor in the input"
            + " nothing is known. To get it: aws ecr describe-repositories --query"
            + " 'sort_by(repositories,&createdAt)[].repositoryName' --output text"
      })
  private String repositories = "";

  @Option(
      names = "--account",
      paramLabel = "<id>",
      description =
          "the account whose images are mirrored; references to others are listed, not rewritten;"
              + " default: AWS_ACCOUNT_ID, or the only one that the input names")
  private String account = "";

  @Option(
      names = "--region",
      paramLabel = "<region>",
      description =
          "likewise; default: AWS_REGION, AWS_DEFAULT_REGION, or the only one that the input names")
  private String region = "";

  @Option(
      names = "--mapping",
      paramLabel = "<file>",
      description =
          "for inputs of several environments: lines of '<account>/<region> -> <consolidated"
              + " repository>' or '<path> -> <consolidated repository>'")
  private String mapping = "";

  @Option(
      names = "--allow-possible",
      description = "possible references are listed, and do not count for the exit code")
  private boolean allowPossible;

  @ArgGroup private FormatArgument format = new FormatArgument();

  /** At most one of them. */
  static final class FormatArgument {
    @Option(names = "--json", description = "prints one JSON object")
    private boolean json;

    @Option(names = "--github", description = "prints annotations that GitHub Actions shows")
    private boolean github;

    Report.Format format() {
      if (json) {
        return Report.Format.JSON;
      }
      return github ? Report.Format.GITHUB : Report.Format.TEXT;
    }
  }

  @Parameters(arity = "1..*", paramLabel = "<file, directory or ->")
  private List<String> inputs = new ArrayList<>();

  /**
   * The options; what is not given is taken from {@code environment}, or is the template's default.
   *
   * @throws ParameterException listing what is wrong
   */
  ReferenceOptions read(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var values = settings(environment);
    var options = Options.ofEnvironment(values);
    var settings = MappingSettings.read(options);
    problems.addAll(options.problems());
    var known = known(problems);
    var rules = rules(values, problems);
    if (settings.isEmpty() || !problems.isEmpty()) {
      throw wrong(String.join("\n", problems));
    }
    var targets =
        new Targets(
            settings.get().mapping(),
            first(account, environment, "AWS_ACCOUNT_ID"),
            first(region, environment, "AWS_REGION", "AWS_DEFAULT_REGION"),
            rules);
    return new ReferenceOptions(
        settings.get().namespace(),
        targets,
        registries,
        known,
        inputs,
        format.format(),
        allowPossible);
  }

  private static Optional<String> first(
      String option, Map<String, String> environment, String... names) {
    return Stream.concat(
            Stream.of(option), Stream.of(names).map(name -> environment.getOrDefault(name, "")))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private List<Rule> rules(Map<String, String> values, List<String> problems) {
    try {
      return mapping.isEmpty()
          ? List.of()
          : MappingFile.parse(
              Files.readString(Path.of(mapping)),
              consolidated -> mapping(values, consolidated),
              problems);
    } catch (IOException e) {
      problems.add("--mapping: %s cannot be read: %s".formatted(mapping, e));
      return List.of();
    }
  }

  private static TagMapping mapping(Map<String, String> values, String consolidated) {
    var settings = new HashMap<>(values);
    settings.put("CONSOLIDATED_REPOSITORY", consolidated);
    var options = Options.ofEnvironment(settings);
    return MappingSettings.read(options)
        .orElseThrow(() -> new IllegalArgumentException(String.join("; ", options.problems())))
        .mapping();
  }

  /** Wrong usage, to be thrown: picocli prints {@code message} and how the command is called. */
  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private Map<String, String> settings(Map<String, String> environment) {
    var settings = new HashMap<String, String>();
    settings.put("LEGACY_NAMESPACE", "ml-platform");
    settings.put("CONSOLIDATED_REPOSITORY", "data-platform-dev");
    environment.forEach((name, value) -> putUnlessBlank(settings, name, value));
    putUnlessBlank(settings, "LEGACY_NAMESPACE", legacyNamespace);
    putUnlessBlank(settings, "CONSOLIDATED_REPOSITORY", consolidatedRepository);
    putUnlessBlank(settings, "SERVICE_PREFIXES", servicePrefixes);
    return settings;
  }

  private static void putUnlessBlank(Map<String, String> settings, String name, String value) {
    if (!value.isBlank()) {
      settings.put(name, value);
    }
  }

  private List<RepositoryName> known(List<String> problems) {
    try {
      var list =
          repositories.startsWith("@")
              ? Files.readString(Path.of(repositories.substring(1)))
              : repositories;
      return Arrays.stream(list.split("[,\\s]+"))
          .filter(name -> !name.isEmpty())
          .flatMap(name -> repository(name, problems))
          .toList();
    } catch (IOException e) {
      problems.add("%s cannot be read: %s".formatted(repositories.substring(1), e));
      return List.of();
    }
  }

  private static Stream<RepositoryName> repository(String name, List<String> problems) {
    try {
      return Stream.of(new RepositoryName(name));
    } catch (IllegalArgumentException e) {
      problems.add("--repositories: " + e.getMessage());
      return Stream.empty();
    }
  }
}
