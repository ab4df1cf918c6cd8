package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentPushesTest {
  private final RecentPushes recent = new RecentPushes();

  @Test
  void knowsAPushOfTheSameDigestToTheSameTag() {
    assertThat(recent.add(push("v1", 1))).isTrue();
    assertThat(recent.add(push("v1", 1))).isFalse();
    assertThat(recent.add(push("v1", 2))).isTrue();
    assertThat(recent.add(push("v2", 1))).isTrue();
  }

  @Test
  void forgetsTheOldest() {
    IntStream.rangeClosed(0, RecentPushes.MOST).forEach(i -> recent.add(push("v" + i, 1)));

    assertThat(recent.add(push("v1", 1))).isFalse();
    assertThat(recent.add(push("v0", 1))).isTrue();
  }

  private static MirrorRequest push(String tag, int digest) {
    return new OfTag(
        new ImageReference(new RepositoryName("ml-platform/backend"), new Tag(tag)),
        Optional.of(Digest.of(new byte[digest])));
  }
}
