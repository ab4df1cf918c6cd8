/**
 * What no document says about ECR, proven in the user's own account: the experiments, what they
 * leave behind and remove again, and the record of what was proven.
 */
@NullMarked
package io.github.ecrconsolidation.prove;

import org.jspecify.annotations.NullMarked;
