package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.mapping.MappingSettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was asked for on the command line.
 *
 * @param registries further hosts of the registry
 * @param repositories the legacy repositories as far as they are listed, oldest first
 * @param inputs files, directories or {@code -}
 */
record ReferenceOptions(
    MappingSettings settings,
    List<String> registries,
    List<RepositoryName> repositories,
    boolean dryRun,
    boolean help,
    List<String> inputs) {

  static final String HELP =
      """
      options:
        --consolidated-repository <name>   what the references become; CONSOLIDATED_REPOSITORY, or data-platform-dev
        --legacy-namespace <name>          what the legacy repositories lie in; LEGACY_NAMESPACE, or ml-platform
        --service-prefixes <list>          other prefixes, as ml-platform/backend=api,...; SERVICE_PREFIXES, or none
        --registry <host>                  another host of the registry, besides <account>.dkr.ecr.<region>.amazonaws.com
                                           and <account>.dkr-ecr.<region>.on.aws; may be repeated, or a list with commas
        --repositories <list or @file>     all legacy repositories, oldest first. A tag that two repositories could claim
                                           is left to a person; of repositories that are neither in this list nor in the
                                           input nothing is known. To get it: aws ecr describe-repositories --query
                                           'sort_by(repositories,&createdAt)[].repositoryName' --output text
      """;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "--legacy-namespace", "LEGACY_NAMESPACE",
          "--consolidated-repository", "CONSOLIDATED_REPOSITORY",
          "--service-prefixes", "SERVICE_PREFIXES");
  private static final Set<String> OTHERS = Set.of("--registry", "--repositories");

  ReferenceOptions {
    registries = List.copyOf(registries);
    repositories = List.copyOf(repositories);
    inputs = List.copyOf(inputs);
  }

  /**
   * Reads {@code arguments}; the settings not given are those of {@code environment}, or the
   * template's.
   *
   * @throws UsageException with {@code usage}, listing what is wrong
   */
  static ReferenceOptions read(
      Deque<String> arguments, Map<String, String> environment, boolean writes, String usage) {
    var settings = settings(environment);
    var registries = new ArrayList<String>();
    var repositories = new ArrayList<RepositoryName>();
    var inputs = new ArrayList<String>();
    var problems = new ArrayList<String>();
    var dryRun = false;
    var help = false;
    while (!arguments.isEmpty()) {
      var argument = arguments.pop();
      var equals = argument.indexOf('=');
      var name = argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
      if (argument.equals("--")) {
        inputs.addAll(arguments);
        arguments.clear();
      } else if (argument.equals("--help") || argument.equals("-h")) {
        help = true;
      } else if (argument.equals("--dry-run") && writes) {
        dryRun = true;
      } else if (SETTINGS.containsKey(name) || OTHERS.contains(name)) {
        if (equals < 0 && arguments.isEmpty()) {
          problems.add(name + " needs a value");
          continue;
        }
        var value = equals < 0 ? arguments.pop() : argument.substring(equals + 1);
        switch (name) {
          case "--registry" -> registries.addAll(list(value, problems));
          case "--repositories" -> repositories.addAll(repositories(value, problems));
          default -> settings.put(SETTINGS.getOrDefault(name, name), value);
        }
      } else if (argument.startsWith("-") && !argument.equals("-")) {
        problems.add("'%s' is no option".formatted(argument));
      } else {
        inputs.add(argument);
      }
    }
    var mapping = MappingSettings.read(settings, problems);
    if (inputs.isEmpty() && !help) {
      problems.add("no file, directory or - is named");
    }
    if (mapping.isEmpty() || (!problems.isEmpty() && !help)) {
      throw new UsageException(String.join("\n", problems), usage);
    }
    return new ReferenceOptions(mapping.get(), registries, repositories, dryRun, help, inputs);
  }

  private static Map<String, String> settings(Map<String, String> environment) {
    var settings =
        new HashMap<>(
            Map.of(
                "LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", "data-platform-dev"));
    SETTINGS.values().stream()
        .filter(name -> !environment.getOrDefault(name, "").isBlank())
        .forEach(name -> settings.put(name, environment.getOrDefault(name, "")));
    return settings;
  }

  private static List<String> list(String value, List<String> problems) {
    try {
      var text = value.startsWith("@") ? Files.readString(Path.of(value.substring(1))) : value;
      return Arrays.stream(text.split("[,\\s]+")).filter(item -> !item.isEmpty()).toList();
    } catch (IOException e) {
      problems.add("%s can not be read: %s".formatted(value.substring(1), e));
      return List.of();
    }
  }

  private static List<RepositoryName> repositories(String value, List<String> problems) {
    return list(value, problems).stream()
        .flatMap(name -> {
          try {
            return Stream.of(new RepositoryName(name));
          } catch (IllegalArgumentException e) {
            problems.add("--repositories: " + e.getMessage());
            return Stream.empty();
          }
        })
        .toList();
  }
}
