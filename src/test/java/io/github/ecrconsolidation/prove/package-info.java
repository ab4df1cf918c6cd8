@NullMarked
package io.github.ecrconsolidation.prove;

import org.jspecify.annotations.NullMarked;
