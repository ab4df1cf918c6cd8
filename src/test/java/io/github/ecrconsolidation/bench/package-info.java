/** Benchmarks, run by hand: machines are noisy, so nothing here is asserted by the build. */
@NullMarked
package io.github.ecrconsolidation.bench;

import org.jspecify.annotations.NullMarked;
