package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.EcrProof;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.events.ProofEvents;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs leave behind, and how it is removed: only what has both the name and the tag of a run,
 * looked at immediately before each deletion. What cannot be removed is reported, and the rest is
 * removed.
 */
final class Leftovers {
  private final EcrProof ecr;
  private final ProofEvents events;
  private final List<String> removed = new ArrayList<>();
  private final List<String> obstacles = new ArrayList<>();

  Leftovers(EcrProof ecr, ProofEvents events) {
    this.ecr = ecr;
    this.events = events;
  }

  /** What was removed so far. */
  List<String> removed() {
    return List.copyOf(removed);
  }

  /** Why something was not removed. */
  List<String> obstacles() {
    return List.copyOf(obstacles);
  }

  /** The names of the repositories that look as if runs had left them. */
  List<RepositoryName> repositories() {
    return ecr.repositories().stream()
        .filter(name -> ProofId.ofName(name.value()).isPresent())
        .toList();
  }

  /** The names of the rules and queues that look as if runs had left them. */
  List<String> rulesAndQueues() {
    return events.names(ProofId.PREFIX).stream()
        .filter(name -> ProofId.ofName(name).isPresent())
        .toList();
  }

  /** Removes the repositories of one run. */
  void removeRepositories(ProofId id) {
    id.repositories().forEach(this::remove);
  }

  /** Removes the rule and the queue of one run. */
  void removeEvents(ProofId id) {
    removeRuleAndQueue(id.name());
  }

  /** Removes a repository that has the name and the tag of a run. */
  void remove(RepositoryName name) {
    try {
      var tags = ecr.resourceTags(name);
      if (tags.isEmpty()) {
        return;
      }
      var tag = tags.get().getOrDefault(ProofId.TAG_KEY, "");
      if (ProofId.ofName(name.value()).filter(id -> id.value().equals(tag)).isEmpty()) {
        obstacles.add(
            "repository %s is left: it does not carry the tag %s of its name"
                .formatted(name, ProofId.TAG_KEY));
        return;
      }
      ecr.deleteRepository(name);
      removed.add("repository " + name);
    } catch (RegistryException e) {
      obstacles.add("repository %s is left: %s".formatted(name, e.getMessage()));
    }
  }

  /** Removes the rule and the queue of this name that have the tag of a run. */
  void removeRuleAndQueue(String name) {
    try {
      var id = ProofId.ofName(name).orElseThrow();
      if (events.delete(name, ProofId.TAG_KEY, id.value())) {
        removed.add("rule and queue " + name);
      } else {
        obstacles.add(
            "rule or queue %s is left: it does not carry the tag %s of its name"
                .formatted(name, ProofId.TAG_KEY));
      }
    } catch (EventBusException e) {
      obstacles.add("rule or queue %s is left: %s".formatted(name, e.getMessage()));
    }
  }
}
