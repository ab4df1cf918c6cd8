/** Lambda handlers, settings, wiring and report: translates, and decides nothing. */
@NullMarked
package io.github.ecrconsolidation.lambda;

import org.jspecify.annotations.NullMarked;
