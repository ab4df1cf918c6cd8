package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Optional;

/**
 * A legacy reference as it was found.
 *
 * @param line from 1; 0 when the input has no lines worth naming
 * @param where the object and the path in it
 * @param written what stands there
 */
record Sighting(
    int line, String where, String written, Optional<RepositoryName> repository, Claim claim) {}
