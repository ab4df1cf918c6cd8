package io.github.ecrconsolidation.cleanup;

/**
 * What is wrong with the proof that an image is in the consolidated repository.
 *
 * @param detail which tag, child, referrer or signature tag
 */
record Discrepancy(KeepReason reason, String detail) {}
