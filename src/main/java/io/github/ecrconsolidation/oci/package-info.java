/** Values of the registry world, valid once they exist; no input or output. */
@NullMarked
package io.github.ecrconsolidation.oci;

import org.jspecify.annotations.NullMarked;
