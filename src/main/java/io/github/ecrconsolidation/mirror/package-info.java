/** Copies one image graph, leaves before root, and says how it ended. */
@NullMarked
package io.github.ecrconsolidation.mirror;

import org.jspecify.annotations.NullMarked;
