/** What the documents say, for tests that compare it with the program. */
@NullMarked
package io.github.ecrconsolidation.documents;

import org.jspecify.annotations.NullMarked;
