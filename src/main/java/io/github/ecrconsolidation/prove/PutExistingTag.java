package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;
import java.util.Set;

/** What PutImage does to a tag that exists, where tags are immutable with exclusions. */
final class PutExistingTag implements Experiment {
  private static final Set<String> ALREADY_EXISTS =
      Set.of("ImageAlreadyExistsException", "ImageTagAlreadyExistsException");

  /** Which tag, and which image comes to it. */
  enum Case {
    IMMUTABLE_SAME("immutable-tag-same-image"),
    IMMUTABLE_OTHER("immutable-tag-other-image"),
    EXCLUDED_SAME("excluded-tag-same-image"),
    EXCLUDED_OTHER("excluded-tag-other-image");

    private final String line;

    Case(String line) {
      this.line = line;
    }

    /** The template excludes {@code *latest}. */
    private String tag() {
      return line + (isExcluded() ? "-latest" : "");
    }

    private boolean isExcluded() {
      return this == EXCLUDED_SAME || this == EXCLUDED_OTHER;
    }

    private boolean isSame() {
      return this == IMMUTABLE_SAME || this == EXCLUDED_SAME;
    }
  }

  private final Case which;

  PutExistingTag(Case which) {
    this.which = which;
  }

  @Override
  public Assumption assumption() {
    var classes = new String[] {"EcrMirror", "TagMutability"};
    return switch (which) {
      case IMMUTABLE_SAME, EXCLUDED_SAME ->
          Assumption.required(
              which.line,
              "PutImage of the image that %s tag holds is taken, or refused with ImageAlreadyExistsException or ImageTagAlreadyExistsException"
                  .formatted(which.isExcluded() ? "an excluded" : "an immutable"),
              "a repeated event is reported as refused although the image is mirrored",
              classes);
      case IMMUTABLE_OTHER ->
          Assumption.required(
              which.line,
              "PutImage of another image to an immutable tag is refused with one of the same two,"
                  + " and the tag does not move",
              "tags of the consolidated repository move although they are immutable; watch"
                  + " ImageTagAlreadyExistsException in the reports",
              classes);
      case EXCLUDED_OTHER ->
          Assumption.required(
              which.line,
              "PutImage of another image to a tag that a filter excludes from immutability moves"
                  + " the tag",
              "latest remains what it was when it was mirrored first: make the consolidated"
                  + " repository mutable",
              classes);
    };
  }

  @Override
  public Observation observe(Bench bench) {
    var repository = bench.id().consolidated();
    var first = bench.image(which.line);
    var next = which.isSame() ? first : bench.image(which.line + "-next");
    bench.push(first, repository, which.tag());
    if (!which.isSame()) {
      bench.push(next, repository);
    }
    var code = bench.ecr().put(repository, next.manifest(), Optional.of(new Tag(which.tag())));
    var moved =
        bench.ecr().find(repository, next.digest()).stream().anyMatch(this::hasTag)
            && !which.isSame();
    var holds =
        switch (which) {
          case IMMUTABLE_SAME, EXCLUDED_SAME -> ALREADY_EXISTS.containsAll(code.stream().toList());
          case IMMUTABLE_OTHER -> !moved && code.filter(ALREADY_EXISTS::contains).isPresent();
          case EXCLUDED_OTHER -> moved;
        };
    return Observation.of(
        holds, "%s; the tag %s".formatted(code.orElse("taken"), moved ? "moved" : "did not move"));
  }

  private boolean hasTag(Image image) {
    return image.tags().contains(new Tag(which.tag()));
  }
}
