/**
 * Compare both sides, list what is missing or different, and ask for it on the event bus. It copies
 * nothing itself.
 */
@NullMarked
package io.github.ecrconsolidation.reconcile;

import org.jspecify.annotations.NullMarked;
