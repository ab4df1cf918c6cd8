/** Options and settings as they come from outside: named texts that have yet to be understood. */
@NullMarked
package io.github.ecrconsolidation.options;

import org.jspecify.annotations.NullMarked;
