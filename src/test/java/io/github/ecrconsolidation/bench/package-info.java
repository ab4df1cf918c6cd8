/** Measurements by hand; no part of the tests, which assert no time. */
@NullMarked
package io.github.ecrconsolidation.bench;

import org.jspecify.annotations.NullMarked;
