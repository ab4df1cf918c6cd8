package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Image;

/** Whether DescribeImages honours the filter on the status beside ids of images. */
final class DescribeWithFilter implements Experiment {

  /** The status of the image that is asked for. */
  enum Status {
    ACTIVE("describe-active"),
    ARCHIVED("describe-archived");

    private final String line;

    Status(String line) {
      this.line = line;
    }
  }

  private final Status status;

  DescribeWithFilter(Status status) {
    this.status = status;
  }

  @Override
  public Assumption assumption() {
    return switch (status) {
      case ACTIVE ->
          Assumption.required(
              status.line,
              "DescribeImages takes imageIds together with the filter imageStatus=ANY",
              "mirror and clean-up ask again without the filter and do not see archived images",
              "EcrMirror",
              "EcrCleanup");
      case ARCHIVED ->
          Assumption.required(
              status.line,
              "DescribeImages with imageIds and the filter imageStatus=ANY finds an archived image",
              "an archived image counts as absent: the mirror reports NothingToDo instead of"
                  + " ImageNotActive, and archiving counts as failed; use CleanupMode=delete",
              "EcrMirror",
              "EcrCleanup",
              "ArchivingRemoval");
    };
  }

  @Override
  public Observation observe(Bench bench) {
    var legacy = bench.id().legacy();
    var image = bench.pushedToLegacy(status.line);
    if (status == Status.ARCHIVED) {
      bench.ecr().archive(legacy, image.digest());
    }
    try {
      var found = bench.ecr().describe(legacy, image.digest()).map(Image::status);
      return Observation.of(
          found.stream().anyMatch(it -> it.name().equals(status.name())),
          found.map(it -> "found, " + it).orElse("not found"));
    } catch (RegistryException e) {
      if (e.isRefusal()) {
        return new Observation.Differs("refused: " + e.code());
      }
      throw e;
    }
  }
}
