package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds and removes what runs that were killed, or kept, have left behind. */
public final class ProofCleanUp {
  private final Surroundings surroundings;

  public ProofCleanUp(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What looks as if runs had left it, by its name; the tags are looked at before each deletion.
   *
   * @param rulesAndQueues names; a rule and its queue have the same
   * @param obstacles why something could not be listed
   */
  public record Left(
      List<RepositoryName> repositories, List<String> rulesAndQueues, List<String> obstacles) {

    public Left {
      repositories = List.copyOf(repositories);
      rulesAndQueues = List.copyOf(rulesAndQueues);
      obstacles = List.copyOf(obstacles);
    }

    /** Whether there is nothing to remove. */
    public boolean isEmpty() {
      return repositories.isEmpty() && rulesAndQueues.isEmpty();
    }
  }

  /** What there is in this account and region. */
  public Left find() {
    var leftovers = leftovers();
    var obstacles = new ArrayList<String>();
    var repositories = list(leftovers::repositories, obstacles);
    var names = list(leftovers::rulesAndQueues, obstacles);
    return new Left(repositories, names, obstacles);
  }

  private static <T> List<T> list(Supplier<List<T>> listing, List<String> obstacles) {
    try {
      return listing.get();
    } catch (RegistryException | EventBusException e) {
      obstacles.add("could not be listed: " + e.getMessage());
      return List.of();
    }
  }

  /** Removes of {@code left} what carries the tag of its name; answers why anything was not. */
  public List<String> remove(Left left) {
    var leftovers = leftovers();
    left.repositories().forEach(leftovers::remove);
    left.rulesAndQueues().forEach(leftovers::removeRuleAndQueue);
    leftovers.removed().forEach(it -> surroundings.progress().accept("removed " + it));
    return leftovers.obstacles();
  }

  private Leftovers leftovers() {
    return new Leftovers(surroundings.registry(), surroundings.events());
  }
}
