/** The whole system on this machine, to be watched ({@code demo}) and used ({@code serve}). */
@NullMarked
package io.github.ecrconsolidation.localsystem;

import org.jspecify.annotations.NullMarked;
