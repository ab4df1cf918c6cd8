/** Which legacy tag becomes which prefixed tag: pure, injective, reversible. */
@NullMarked
package io.github.ecrconsolidation.mapping;

import org.jspecify.annotations.NullMarked;
