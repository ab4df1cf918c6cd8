/** Reading and writing JSON without trusting its shape. */
@NullMarked
package io.github.ecrconsolidation.json;

import org.jspecify.annotations.NullMarked;
