/** What people and pipelines run by hand: arguments, files, exit codes. */
@NullMarked
package io.github.ecrconsolidation.cli;

import org.jspecify.annotations.NullMarked;
