@NullMarked
package io.github.ecrconsolidation.references;

import org.jspecify.annotations.NullMarked;
