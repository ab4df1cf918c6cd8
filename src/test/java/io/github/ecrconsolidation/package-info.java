/** Rules that hold for the whole code. */
@NullMarked
package io.github.ecrconsolidation;

import org.jspecify.annotations.NullMarked;
