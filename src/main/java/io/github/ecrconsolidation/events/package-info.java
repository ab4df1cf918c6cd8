/** The only door to the event bus. */
@NullMarked
package io.github.ecrconsolidation.events;

import org.jspecify.annotations.NullMarked;
