@NullMarked
package io.github.ecrconsolidation.command;

import org.jspecify.annotations.NullMarked;
