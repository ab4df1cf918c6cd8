package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.EcrStore;
import io.github.ecrconsolidation.localecr.Faults;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.localecr.TagMutability.Mode;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The mirror's messages are delivered with a fault at the first, the second and every other call.
 * Whatever the fault, what was acknowledged is mirrored, nothing is ever half there, and a repeated
 * delivery makes both sides equal.
 */
class MirrorSweepIT {
  private static final Duration INVOCATION = Duration.ofMinutes(15);

  /** As the template makes it. */
  private static final RepositorySettings CONSOLIDATED_SETTINGS =
      RepositorySettings.named(CONSOLIDATED)
          .with(new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, List.of("*latest", "sha256-*")));

  /** What is pushed. */
  enum Shape {
    STREAMED {
      @Override
      void push(Landscape landscape, String name) {
        landscape.ecr.store().blobMounting(false);
        landscape.push(BACKEND, TestImages.image("streamed " + name, 3000), "v" + name);
      }
    },
    INDEX {
      @Override
      void push(Landscape landscape, String name) {
        landscape.push(
            BACKEND,
            TestImages.twoPlatforms("index " + name, Attestations.WITH_SUBJECT),
            "v" + name);
      }
    },
    /** The event of each referrer comes before that of what it refers to. */
    REFERRERS_FIRST {
      @Override
      void push(Landscape landscape, String name) {
        var image = landscape.push(BACKEND, TestImages.image("subject " + name, 200), "v" + name);
        var sbom = landscape.push(BACKEND, TestImages.referrer(image, "application/vnd.sbom"));
        landscape.push(BACKEND, TestImages.referrer(sbom, "application/vnd.signature"));
        Collections.reverse(landscape.pushes);
      }
    },
    SIGNED {
      @Override
      void push(Landscape landscape, String name) {
        var image = landscape.push(BACKEND, TestImages.image("signed " + name, 200), "v" + name);
        landscape.push(BACKEND, TestImages.cosignSignature(image), image.signatureTag(".sig"));
      }
    },
    MOVED {
      @Override
      void push(Landscape landscape, String name) {
        landscape.push(BACKEND, TestImages.image("old " + name, 200), name + "latest");
        landscape.deliverAll();
        landscape.pushLater(BACKEND, TestImages.image("new " + name, 200), name + "latest");
      }
    };

    abstract void push(Landscape landscape, String name);
  }

  /** What goes wrong at a call, or from it on. */
  enum Trouble {
    LOGIN_EXPIRED {
      @Override
      void from(Faults.Match calls) {
        calls.once().refuse(EcrError.UNRECOGNIZED_CLIENT);
      }
    },
    ANSWER_LOST {
      @Override
      void from(Faults.Match calls) {
        calls.once().loseResponse();
      }
    },
    /** All further calls have no effect, as if the process had been killed there. */
    REGISTRY_DOWN {
      @Override
      void from(Faults.Match calls) {
        calls.refuse(EcrError.SERVER);
      }
    },
    /** All further calls take effect, and nobody hears of it. */
    ANSWERS_LOST {
      @Override
      void from(Faults.Match calls) {
        calls.loseResponse();
      }
    };

    abstract void from(Faults.Match calls);
  }

  @ParameterizedTest
  @EnumSource
  void endsWithEqualSidesWhereverACallGoesWrong(Shape shape) {
    for (var trouble : Trouble.values()) {
      var call = 1;
      try (var landscape = Landscape.start(CONSOLIDATED_SETTINGS)) {
        while (isReached(landscape, shape, trouble, call)) {
          call++;
        }
      }
      assertThat(call).as("calls of %s with %s", shape, trouble).isGreaterThan(8);
    }
  }

  /** Delivers what is pushed, with trouble at this call; false if there was no such call. */
  private static boolean isReached(Landscape landscape, Shape shape, Trouble trouble, int call) {
    var name = "%s, %s at call %d".formatted(shape, trouble, call);
    var sides = new Sides(landscape.ecr.store());
    landscape.forget();
    shape.push(landscape, Integer.toString(call));
    var messages = List.copyOf(landscape.pushes);
    var holes = new CopyOnWriteArrayList<String>();
    landscape.ecr.faults().on("PutImage").after(() -> holes.addAll(sides.holes()));
    landscape.ecr.audit().clear();
    troubleAt(call, trouble, landscape.ecr.faults());

    var failed = deliver(landscape, messages);
    landscape.ecr.faults().clear();
    var calls = landscape.requests().size();
    assertThat(holes).as(name).isEmpty();
    if (failed.isEmpty()) {
      assertThat(sides.differences()).as(name + ", acknowledged").isEmpty();
    }
    assertThat(deliver(landscape, failed)).as("%s: %s", name, landscape.log).isEmpty();
    assertThat(sides.differences()).as(name + ", repeated").isEmpty();
    assertThat(deliver(landscape, messages)).as("%s: %s", name, landscape.log).isEmpty();
    assertThat(sides.differences()).as(name + ", all repeated").isEmpty();
    assertThat(sides.holes()).as(name).isEmpty();
    return calls >= call;
  }

  private static void troubleAt(int call, Trouble trouble, Faults faults) {
    if (call == 1) {
      trouble.from(faults.on(Faults.ANY));
      return;
    }
    var calls = new AtomicInteger();
    faults
        .on(Faults.ANY)
        .before(() -> {
          if (calls.incrementAndGet() == call - 1) {
            trouble.from(faults.on(Faults.ANY));
          }
        });
  }

  /** Delivers each message by itself; those that failed. */
  private static List<String> deliver(Landscape landscape, List<String> messages) {
    return messages.stream()
        .filter(message -> !landscape.handle(INVOCATION, message).isEmpty())
        .toList();
  }

  /** What was pushed and mirrored since. */
  private record Sides(EcrStore store, Set<String> before, Set<String> mirroredBefore) {
    Sides(EcrStore store) {
      this(store, store.digests(BACKEND), store.digests(CONSOLIDATED));
    }

    List<String> differences() {
      var there = store.digests(CONSOLIDATED);
      var targets = store.tags(CONSOLIDATED);
      return Stream.concat(
              store.tags(BACKEND).entrySet().stream()
                  .filter(tag -> !before.contains(tag.getValue()))
                  .filter(tag -> !tag.getValue().equals(targets.get(target(tag.getKey()))))
                  .map(tag -> "%s is not %s".formatted(target(tag.getKey()), tag.getValue())),
              store.digests(BACKEND).stream()
                  .filter(digest -> !before.contains(digest) && !there.contains(digest))
                  .filter(digest -> manifest(BACKEND, digest).object("subject").isPresent())
                  .map(digest -> "the referrer %s is missing".formatted(digest)))
          .toList();
    }

    private static String target(String tag) {
      return tag.startsWith("sha256-") ? tag : "backend-" + tag;
    }

    /** What the consolidated repository lacks of what it has. */
    List<String> holes() {
      var there = store.digests(CONSOLIDATED);
      var blobs = store.blobs(CONSOLIDATED);
      return there.stream()
          .filter(digest -> !mirroredBefore.contains(digest))
          .flatMap(digest ->
              Stream.concat(
                      manifestsBelow(digest).filter(it -> !there.contains(it)),
                      blobsOf(digest).filter(it -> !blobs.contains(it)))
                  .map(missing -> "%s is there without %s".formatted(digest, missing)))
          .toList();
    }

    /** A build's attestation is put beside its image, and both before the index that has a tag. */
    private Stream<String> manifestsBelow(String digest) {
      var manifest = manifest(CONSOLIDATED, digest);
      var subject =
          manifest
              .object("subject")
              .filter(_ -> !manifest.text("artifactType").orElse("").contains("attestation"));
      return Stream.concat(subject.stream(), manifest.objects("manifests").stream())
          .flatMap(descriptor -> descriptor.text("digest").stream());
    }

    private Stream<String> blobsOf(String digest) {
      var manifest = manifest(CONSOLIDATED, digest);
      return Stream.concat(manifest.object("config").stream(), manifest.objects("layers").stream())
          .flatMap(descriptor -> descriptor.text("digest").stream());
    }

    private JsonObject manifest(String repository, String digest) {
      return JsonObject.parse(store.manifest(repository, digest));
    }
  }
}
