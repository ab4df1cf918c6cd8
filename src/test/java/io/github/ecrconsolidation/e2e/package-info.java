/** The functions that ship, from event to registry, on a local ECR. */
@NullMarked
package io.github.ecrconsolidation.e2e;

import org.jspecify.annotations.NullMarked;
