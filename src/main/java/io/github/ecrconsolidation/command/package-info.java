/** What people and pipelines run by hand: arguments, files, exit codes. */
@NullMarked
package io.github.ecrconsolidation.command;

import org.jspecify.annotations.NullMarked;
