@NullMarked
package io.github.ecrconsolidation.cli;

import org.jspecify.annotations.NullMarked;
