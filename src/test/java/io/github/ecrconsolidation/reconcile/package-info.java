/** Tests of what is missed, what is requested and what is found. */
@NullMarked
package io.github.ecrconsolidation.reconcile;

import org.jspecify.annotations.NullMarked;
