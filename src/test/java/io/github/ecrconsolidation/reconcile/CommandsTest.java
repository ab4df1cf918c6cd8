package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void createsTheRepositoryWithItsKeyIfThereIsOne() {
    assertThat(Commands.createRepository(World.CONSOLIDATED, new Encryption("AES256", "")))
        .contains("--repository-name data-platform-dev", "encryptionType=AES256 ")
        .doesNotContain("kmsKey");
    assertThat(Commands.createRepository(World.CONSOLIDATED, new Encryption("KMS", "arn:key")))
        .contains("encryptionType=KMS,kmsKey=arn:key ");
  }

  @Test
  void deletesByTagAndRestoresByDigest() {
    var image =
        new LegacyImage(
            World.repository("backend"), Optional.of(new Tag("v1")), World.digest("image"));

    assertThat(Commands.deleteTag(World.CONSOLIDATED, new Tag("backend-v1")))
        .isEqualTo(
            "aws ecr batch-delete-image --repository-name data-platform-dev --image-ids"
                + " imageTag=backend-v1");
    assertThat(Commands.restore(World.CONSOLIDATED, image))
        .contains("data-platform-dev", "imageDigest=" + image.digest(), "STANDARD");
  }

  @Test
  void writesTheEventAsOneEntryThatAShellPassesOn() {
    var event = new BusEvent(BusEvent.MIRROR_REQUESTED, Map.of("image-tag", "v1"));

    assertThat(Commands.requestMirror(event))
        .isEqualTo(
            "aws events put-events --entries"
                + " '[{\"Detail\":\"{\\\"image-tag\\\":\\\"v1\\\"}\",\"DetailType\":\"Mirror"
                + " Requested\",\"Source\":\"ecr-consolidation\"}]'");
  }

  @Test
  void invokesAFunctionForAsLongAsItRuns() {
    assertThat(Commands.invoke("reconcile", "{\"dryRun\":true}"))
        .contains("--function-name reconcile", "--cli-read-timeout 0", "'{\"dryRun\":true}'");
  }
}
