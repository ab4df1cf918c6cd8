/**
 * What may be removed from the legacy repositories after the rollback window, with proof that it is
 * in the consolidated one, and the removal. It never writes to the consolidated repository.
 */
@NullMarked
package io.github.ecrconsolidation.cleanup;

import org.jspecify.annotations.NullMarked;
