/**
 * The AWS around the local ECR, as far as {@code template.yaml} deploys it: event bus, queue, event
 * source mapping and the runtime of Lambda on this machine, and real clients pointed at them.
 */
@NullMarked
package io.github.ecrconsolidation.local;

import org.jspecify.annotations.NullMarked;
