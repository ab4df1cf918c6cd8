package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LegacyImageTest {
  private static final RepositoryName BACKEND = World.repository("backend");
  private static final Digest DIGEST = World.digest("image");
  private static final LegacyImage TAGGED =
      new LegacyImage(BACKEND, Optional.of(new Tag("v1")), DIGEST);
  private static final LegacyImage UNTAGGED = new LegacyImage(BACKEND, Optional.empty(), DIGEST);

  @Test
  void ofATagRequestsThatTheTargetFollowsWithoutOverride() {
    assertThat(TAGGED.request())
        .isEqualTo(
            new OfTag(new ImageReference(BACKEND, new Tag("v1")), Optional.of(DIGEST), false));
  }

  /** The mirror knows then that the subject is to be mirrored too, however old it is. */
  @Test
  void withoutATagRequestsTheDigestAsOneThatTheReconcilerKnows() {
    assertThat(UNTAGGED.request()).isEqualTo(new OfDigest(BACKEND, DIGEST, true));
  }

  @Test
  void isPrintedAsAnOperatorWouldTypeIt() {
    assertThat(TAGGED).hasToString("ml-platform/backend:v1");
    assertThat(UNTAGGED).hasToString("ml-platform/backend@" + DIGEST);
  }
}
