package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Optional;

/**
 * A legacy reference as it was found.
 *
 * @param line from 1; 0 when the input has no lines worth naming
 * @param where the object and the path in it
 * @param written what is there
 * @param pushed whether an image is pushed to it, and not pulled
 */
record Match(
    int line,
    String where,
    String written,
    Optional<RepositoryName> repository,
    boolean pushed,
    Interpretation interpretation) {}
