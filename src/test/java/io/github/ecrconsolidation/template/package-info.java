/** What is deployed, read from {@code template.yaml}: the tests and the local system obey it. */
@NullMarked
package io.github.ecrconsolidation.template;

import org.jspecify.annotations.NullMarked;
