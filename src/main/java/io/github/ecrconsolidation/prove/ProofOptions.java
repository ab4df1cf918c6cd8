package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run is asked for.
 *
 * @param kmsKey encrypts the repositories instead of ECR's own key
 * @param events whether to look at events too, with a rule and a queue
 * @param lookAgainAfter how long to wait before looking again at what shows later
 * @param keep leaves the repositories, to be looked at by another run
 * @param record the consolidated repository that is tagged when everything is proven
 */
public record ProofOptions(
    Optional<String> kmsKey,
    boolean events,
    Optional<Duration> lookAgainAfter,
    boolean keep,
    Optional<RepositoryName> record) {}
