/** Tests of the checks that need no registry. */
@NullMarked
package io.github.ecrconsolidation.preflight;

import org.jspecify.annotations.NullMarked;
