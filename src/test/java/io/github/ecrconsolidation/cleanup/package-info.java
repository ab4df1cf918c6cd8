/** Tests of the decisions, without a registry. */
@NullMarked
package io.github.ecrconsolidation.cleanup;

import org.jspecify.annotations.NullMarked;
