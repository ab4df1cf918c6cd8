package io.github.ecrconsolidation.cleanup;

import static java.util.Comparator.comparing;

import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The eligible images of one repository as the batches in which they are removed. The first batch
 * is one image with all that belongs to it; each following has at most as many images as were
 * removed and verified before it.
 */
final class BatchQueue {
  private final RepositoryPlan plan;
  private final List<Image> images;

  /** For each image, how many there are up to the end of its artifact graph. */
  private final List<Integer> graphEnds;

  /**
   * @param elsewhere whether a legacy image is in another legacy repository, too: a loss of it
   *     could be made good, so it is removed first
   */
  BatchQueue(RepositoryPlan plan, Predicate<Image> elsewhere) {
    this.plan = plan;
    this.images = new ArrayList<>();
    this.graphEnds = new ArrayList<>();
    var graphs = new ArrayList<>(new RemovalOrder(spread(plan), plan.graphs()).byGraph());
    graphs.stream()
        .filter(graph -> graph.stream().allMatch(elsewhere))
        .findFirst()
        .ifPresent(graph -> {
          graphs.remove(graph);
          graphs.addFirst(graph);
        });
    for (var graph : graphs) {
      images.addAll(graph);
      graph.forEach(_ -> graphEnds.add(images.size()));
    }
  }

  RepositoryName repository() {
    return plan.repository().name();
  }

  /** How many images there are. */
  int size() {
    return images.size();
  }

  /** The images of which no batch was made yet. */
  List<Image> left(RunState state) {
    return images.subList(state.of(repository()).taken(), images.size());
  }

  /**
   * The next batch after {@code state}; empty when there is nothing left, or nothing allowed.
   *
   * @param allowance how many images it may have at most
   */
  Optional<Batch> next(RunState state, long allowance) {
    var from = state.of(repository()).taken();
    var most = (int) Math.min(EcrCleanup.BATCH, Math.min(allowance, images.size() - from));
    if (most < 1) {
      return Optional.empty();
    }
    var limit = from + most;
    var verified = from + Math.min(most, state.of(repository()).settled());
    var end = Math.min(graphEnds.get(from), limit);
    while (end < limit && graphEnds.get(end) <= verified) {
      end = graphEnds.get(end);
    }
    return Optional.of(new Batch(plan, images.subList(from, end), from == 0));
  }

  /**
   * The images in an order whose every beginning is spread over the whole time of mirroring: what
   * was mirrored on one day may be stored in another way than what was mirrored on the next.
   */
  private static List<Image> spread(RepositoryPlan plan) {
    var byTime =
        plan.eligible().stream()
            .sorted(
                comparing((Image image) -> mirroredAt(plan, image))
                    .thenComparing(image -> image.digest().value()))
            .toList();
    return IntStream.range(0, byTime.size())
        .boxed()
        .sorted(comparing(Integer::reverse, Integer::compareUnsigned))
        .map(byTime::get)
        .toList();
  }

  private static Instant mirroredAt(RepositoryPlan plan, Image image) {
    return plan.mirrored().getFirst().find(image.digest()).map(Image::pushedAt).orElse(Instant.MIN);
  }
}
