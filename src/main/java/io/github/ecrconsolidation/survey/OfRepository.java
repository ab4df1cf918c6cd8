package io.github.ecrconsolidation.survey;

import io.github.ecrconsolidation.oci.RepositoryName;

/** What became of asking one thing of one of many repositories. */
public record OfRepository<T>(RepositoryName repository, Reading<T> reading) {}
