/** The only door to ECR: two narrow interfaces, and the adapter that implements them. */
@NullMarked
package io.github.ecrconsolidation.ecr;

import org.jspecify.annotations.NullMarked;
