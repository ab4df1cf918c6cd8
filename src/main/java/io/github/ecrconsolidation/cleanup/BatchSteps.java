package io.github.ecrconsolidation.cleanup;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is done to one batch: recheck, probe, remove, verify, record. A removal that broke off is
 * repeated only after a new recheck.
 *
 * @param brake why nothing may be removed at all; asked before every batch
 * @param removal the one step in which the modes differ
 */
record BatchSteps(
    EcrCleanup registry,
    Supplier<Optional<String>> brake,
    Recheck recheck,
    DailySample sample,
    LayerProbe probe,
    Removal removal,
    Verification verification,
    RemovalCount count) {
  /** Layers downloaded before and after a batch. The first of a repository is a single image. */
  private static final int DOWNLOADS_OF_FIRST = 40;

  private static final int DOWNLOADS = 4;

  /** How far one attempt at a batch came. */
  private sealed interface Attempt {
    /** A brake was pulled. */
    record Braked(String why) implements Attempt {}

    /** It could not be determined what may be removed. */
    record Undetermined(RegistryException cause) implements Attempt {}

    /** A layer was lost before anything was removed. */
    record Lost(String loss) implements Attempt {}

    record Done(Recheck.Result checked, Removal.Result removal, List<Descriptor> downloads)
        implements Attempt {}
  }

  /**
   * Settles {@code batch}, the next of {@code queue}: recheck, probe and remove in {@link
   * #attempt}, then record, verify and count in {@link #finished}.
   */
  RunState settle(Batch batch, BatchQueue queue, RunState before) {
    // The images of broken attempts: those that a later recheck misses were removed by them.
    var attempted = new LinkedHashMap<Digest, ProvenImage>();
    var told = new ArrayList<String>();
    return settled(batch, queue, before, attempted, told).failed(told);
  }

  /**
   * @param told takes what an operator must know of the rounds before an attempt broke off
   */
  private RunState settled(
      Batch batch,
      BatchQueue queue,
      RunState before,
      Map<Digest, ProvenImage> attempted,
      List<String> told) {
    var state = before.taken(batch.repository(), batch.images().size());
    try {
      return switch (registry.repeating(() -> attempt(batch, before, attempted, told))) {
        case Attempt.Braked(var why) ->
            verified(batch, attempted.values(), before).failed(List.of(why)).stopped(Stop.ON_HOLD);
        case Attempt.Undetermined(var cause) ->
            failed(queue, verified(batch, attempted.values(), state), cause);
        case Attempt.Lost(var loss) -> state.lost(loss);
        case Attempt.Done done -> finished(batch, done, attempted, state);
      };
    } catch (RegistryException e) {
      return failed(queue, verified(batch, attempted.values(), state), e);
    }
  }

  private Attempt attempt(
      Batch batch, RunState state, Map<Digest, ProvenImage> attempted, List<String> told) {
    Recheck.Result checked;
    List<Descriptor> downloads;
    try {
      var braked = brake.get();
      if (braked.isPresent()) {
        return new Attempt.Braked(braked.get());
      }
      checked = recheck.check(batch, state.of(batch.repository()).kept());
      downloads = downloads(batch, checked.proven());
      var loss = probe.loss(downloads);
      if (loss.isPresent()) {
        return new Attempt.Lost(loss.get());
      }
    } catch (RegistryException e) {
      return new Attempt.Undetermined(e);
    }
    checked.proven().forEach(image -> attempted.put(image.digest(), image));
    return new Attempt.Done(checked, removed(batch, checked.proven(), told), downloads);
  }

  /**
   * Round by round: ECR refuses the child of an index that the same call deletes. What is refused
   * keeps what it needs in the rounds after it.
   */
  private Removal.Result removed(Batch batch, List<ProvenImage> proven, List<String> told) {
    var byDigest = proven.stream().collect(toMap(ProvenImage::digest, identity()));
    var rounds =
        new RemovalOrder(proven.stream().map(ProvenImage::image).toList(), batch.plan().graphs())
            .byRound();
    var together = new KeptTogether(batch.plan().graphs());
    var result = Removal.Result.NOTHING;
    for (var round : rounds) {
      var needed = together.needed(round, result.kept());
      var images =
          round.stream()
              .filter(image -> !needed.containsKey(image.digest()))
              .flatMap(image -> Optional.ofNullable(byDigest.get(image.digest())).stream())
              .toList();
      try {
        var kept =
            new Removal.Result(List.of(), List.of(), List.copyOf(needed.values()), List.of());
        result = result.plus(kept).plus(removal.remove(batch.repository(), images));
      } catch (RegistryException e) {
        told.addAll(result.failures());
        throw e;
      }
    }
    return result;
  }

  /** Layers of the batch that are downloaded, other ones every day. */
  private List<Descriptor> downloads(Batch batch, Collection<ProvenImage> images) {
    var layers =
        images.stream()
            .flatMap(image -> image.layers().stream())
            .collect(toMap(Descriptor::digest, identity(), (one, _) -> one));
    return sample.of(layers.keySet(), batch.first() ? DOWNLOADS_OF_FIRST : DOWNLOADS).stream()
        .flatMap(digest -> Optional.ofNullable(layers.get(digest)).stream())
        .toList();
  }

  private RunState finished(
      Batch batch, Attempt.Done done, Map<Digest, ProvenImage> attempted, RunState before) {
    var repository = batch.repository();
    var missing = done.checked().missing();
    var earlier =
        missing.stream()
            .flatMap(digest -> Optional.ofNullable(attempted.get(digest)).stream())
            .toList();
    var result = done.removal().plus(new Removal.Result(earlier, earlier, List.of(), List.of()));
    var removed = result.removed().stream().map(ProvenImage::image).toList();
    var recorded =
        before
            .kept(repository, done.checked().kept())
            .kept(repository, result.kept())
            .failed(result.failures())
            .removedByOthers(repository, missing.size() - earlier.size())
            .settled(repository, result.settled().size(), removed);
    var verified = verified(result.removed(), done.downloads(), recorded);
    return verified.goesOn() && !removed.isEmpty() ? counted(batch, verified) : verified;
  }

  /** An attempt that broke off may have removed some: verified as after any removal. */
  private RunState verified(Batch batch, Collection<ProvenImage> attempted, RunState state) {
    var images = List.copyOf(attempted);
    return verified(images, downloads(batch, images), state);
  }

  private RunState verified(List<ProvenImage> removed, List<Descriptor> downloads, RunState state) {
    if (removed.isEmpty()) {
      return state;
    }
    try {
      return verification.loss(removed, downloads).map(state::lost).orElse(state);
    } catch (RegistryException e) {
      return e.isOutOfTime()
          ? state.stopped(Stop.OUT_OF_TIME)
          : state.lost("what was removed could not be verified: " + e.getMessage());
    }
  }

  private RunState counted(Batch batch, RunState state) {
    var repository = batch.plan().repository();
    return count
        .add(repository, state.of(repository.name()).removed())
        .filter(warning -> !state.warnings().contains(warning))
        .map(warning -> state.warned(List.of(warning)))
        .orElse(state);
  }

  /** The rest of a repository is left to the next run. */
  private static RunState failed(BatchQueue queue, RunState state, RegistryException cause) {
    if (cause.isOutOfTime()) {
      return state.stopped(Stop.OUT_OF_TIME);
    }
    var left = queue.left(state);
    return state
        .failed(List.of("%s: %s".formatted(queue.repository(), cause.getMessage())))
        .taken(queue.repository(), left.size())
        .kept(
            queue.repository(),
            left.stream()
                .map(image -> new Keep(image, KeepReason.REFUSED, "", Optional.empty()))
                .toList());
  }
}
