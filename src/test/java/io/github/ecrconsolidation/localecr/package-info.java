/**
 * A strict Amazon ECR on this machine: {@link io.github.ecrconsolidation.localecr.LocalEcr} refuses
 * what ECR refuses, so that a test passing against it proves something. Tags, digests and
 * repository names are wire strings here, on purpose: a fault in the types under test must not hide
 * itself in the registry they are tested against.
 *
 * <p>"Rule n" in a comment is one of the seventeen rules whose tests are in {@code *RulesTest}.
 * "UG" is the ECR user guide, "model" the AWS service model, "DS" the OCI distribution spec 1.1,
 * "CR#n" an issue of aws/containers-roadmap.
 */
@NullMarked
package io.github.ecrconsolidation.localecr;

import org.jspecify.annotations.NullMarked;
