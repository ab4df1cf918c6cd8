package io.github.ecrconsolidation.cleanup;

/**
 * What is wrong with the proof that an image stands in the consolidated repository.
 *
 * @param detail which tag, child, referrer or companion
 */
record Discrepancy(KeepReason reason, String detail) {}
