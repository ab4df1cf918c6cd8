/** Where text refers to legacy images, and what it has to say instead; no input or output. */
@NullMarked
package io.github.ecrconsolidation.references;

import org.jspecify.annotations.NullMarked;
