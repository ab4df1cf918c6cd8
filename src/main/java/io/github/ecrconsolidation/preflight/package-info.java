/**
 * Do the settings of account and repositories let mirroring work, and let those pull by the new
 * name who can by the old one? It changes nothing.
 */
@NullMarked
package io.github.ecrconsolidation.preflight;

import org.jspecify.annotations.NullMarked;
