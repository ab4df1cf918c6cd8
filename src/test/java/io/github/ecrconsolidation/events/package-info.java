/** The door to the event bus, tried on the local one. */
@NullMarked
package io.github.ecrconsolidation.events;

import org.jspecify.annotations.NullMarked;
