@NullMarked
package io.github.ecrconsolidation.decision;

import org.jspecify.annotations.NullMarked;
