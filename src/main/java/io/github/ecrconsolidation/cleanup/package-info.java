/**
 * What may leave the legacy repositories after the rollback window, with proof that it stands in
 * the consolidated one, and the leaving. It never writes to the consolidated repository.
 */
@NullMarked
package io.github.ecrconsolidation.cleanup;

import org.jspecify.annotations.NullMarked;
