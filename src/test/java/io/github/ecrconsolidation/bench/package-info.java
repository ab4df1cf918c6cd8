/** Measurements by hand, no tests. */
@NullMarked
package io.github.ecrconsolidation.bench;

import org.jspecify.annotations.NullMarked;
