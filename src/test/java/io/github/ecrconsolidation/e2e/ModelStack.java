package io.github.ecrconsolidation.e2e;

import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.template.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How CloudFormation deploys the parameters of the template and the two resources that outlive a
 * stack. Sources: CloudFormation user guide, "Rules section", "DeletionPolicy attribute", and the
 * parameter rules of "Updating stacks": a parameter that is not given keeps its last value. What
 * becomes of the repository is up to {@link RepositoryHandler}; a log group keeps its name only if
 * the template gives it one.
 */
final class ModelStack {
  private static final String REPOSITORY = "Resources/ConsolidatedEcrRepository";
  private static final String JOURNAL = "Resources/CleanupLogGroup";

  private final RepositoryHandler handler;
  private final List<String> logGroups;
  private Map<String, String> parameters = Map.of();
  private Optional<Map<String, Object>> repository = Optional.empty();
  private Optional<String> journal = Optional.empty();

  /**
   * @param logGroups of the account; stacks come and go, these may stay
   */
  ModelStack(LocalEcr ecr, List<String> logGroups) {
    this.handler = new RepositoryHandler(ecr.endpoint());
    this.logGroups = logGroups;
  }

  /**
   * Creates or updates the stack.
   *
   * @throws IllegalArgumentException when a parameter is refused; nothing was touched then
   * @throws IllegalStateException when a resource failed, after the rollback
   */
  void deploy(Map<String, String> given) {
    deploy(given, false);
  }

  /** A deploy of which another resource fails, when these two are there already. */
  void deployAndFail(Map<String, String> given) {
    deploy(given, true);
  }

  private void deploy(Map<String, String> given, boolean fail) {
    var values = new HashMap<>(parameters);
    values.putAll(given);
    var template = Template.deployed(values);
    ParameterRules.check(template);
    var before = repository;
    var journalBefore = journal;
    try {
      journal = Optional.of(journal.orElseGet(() -> createLogGroup(template)));
      repository = converge(template, before);
      if (fail) {
        throw new IllegalStateException("another resource failed");
      }
      parameters = Map.copyOf(values);
    } catch (IllegalStateException e) {
      rollBack(template, before, journalBefore);
      throw e;
    }
  }

  private String createLogGroup(Template template) {
    var properties = template.map(JOURNAL + "/Properties");
    var name =
        Objects.toString(
            properties.get("LogGroupName"), "generated-%d".formatted(logGroups.size()));
    if (logGroups.contains(name)) {
      throw new IllegalStateException(name + " already exists");
    }
    logGroups.add(name);
    return name;
  }

  private Optional<Map<String, Object>> converge(
      Template template, Optional<Map<String, Object>> before) {
    if (!template.has(REPOSITORY)) {
      // The template keeps it: it leaves the stack as it is.
      return Optional.empty();
    }
    var wanted = template.map(REPOSITORY + "/Properties");
    if (before.isEmpty()
        || !RepositoryHandler.name(before.get()).equals(RepositoryHandler.name(wanted))) {
      handler.create(wanted);
    } else if (!before.get().equals(wanted)) {
      handler.update(before.get(), wanted);
    }
    return Optional.of(wanted);
  }

  private void rollBack(
      Template template, Optional<Map<String, Object>> before, Optional<String> journalBefore) {
    if (repository.isPresent() && before.isEmpty()) {
      if (template.text(REPOSITORY + "/DeletionPolicy").equals("RetainExceptOnCreate")) {
        handler.delete(repository.get());
      }
    } else if (repository.isPresent() && !repository.equals(before)) {
      handler.update(repository.get(), before.orElseThrow());
    }
    if (journalBefore.isEmpty()
        && template.text(JOURNAL + "/DeletionPolicy").equals("RetainExceptOnCreate")) {
      journal.ifPresent(logGroups::remove);
    }
    repository = before;
    journal = journalBefore;
  }

  /** Deletes the stack; what the template keeps stays. */
  void delete() {
    repository = Optional.empty();
    journal = Optional.empty();
    parameters = Map.of();
  }

  /** What CloudFormation makes of the template with the parameters in force. */
  Template template() {
    return Template.deployed(parameters);
  }
}
