/** What a legacy tag and its target mean for each other: the one rule of mirror and clean-up. */
@NullMarked
package io.github.ecrconsolidation.decision;

import org.jspecify.annotations.NullMarked;
