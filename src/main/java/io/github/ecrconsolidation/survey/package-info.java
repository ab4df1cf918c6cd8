/** What do both sides hold? It reads the registry once, for whoever decides on it. */
@NullMarked
package io.github.ecrconsolidation.survey;

import org.jspecify.annotations.NullMarked;
