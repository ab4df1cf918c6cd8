package io.github.ecrconsolidation.ecr;

import java.net.URI;

/**
 * Where a registry takes the bytes of a blob: the {@code Location} of an opened upload (OCI
 * distribution spec 1.1, "Pushing blobs").
 */
public record UploadSession(URI location) {}
