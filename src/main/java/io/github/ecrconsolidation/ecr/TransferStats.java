package io.github.ecrconsolidation.ecr;

/**
 * What an attempt cost: HTTP requests sent (retries included) and blobs moved.
 *
 * @param mountedBytes bytes that did not move because the registry mounted the blob
 * @param streamedBytes bytes that were downloaded and uploaded
 * @param repeatedMounts mounts that were refused, or whose layer was not found, and that were
 *     repeated as uploads
 */
public record TransferStats(
    long requests,
    long mountedBlobs,
    long mountedBytes,
    long streamedBlobs,
    long streamedBytes,
    long repeatedMounts) {}
