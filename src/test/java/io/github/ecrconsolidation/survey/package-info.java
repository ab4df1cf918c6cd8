/** The reading of both sides, tried on the local ECR. */
@NullMarked
package io.github.ecrconsolidation.survey;

import org.jspecify.annotations.NullMarked;
