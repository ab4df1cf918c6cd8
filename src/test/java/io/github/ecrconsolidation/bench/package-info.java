/** Measurements by hand; nothing here is a test. */
@NullMarked
package io.github.ecrconsolidation.bench;

import org.jspecify.annotations.NullMarked;
