package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** What is kept between pieces of work, and what each of them is charged. */
@Timeout(60)
class EcrTest {
  private static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final ImageReference ABSENT = new ImageReference(CONSOLIDATED, new Tag("absent"));

  @AutoClose private final LocalEcr local = LocalEcr.start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();

  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, LocalClients.impatient());

  EcrTest() {
    local.store().createRepository(RepositorySettings.named(LEGACY.value()));
    local.store().createRepository(RepositorySettings.named(CONSOLIDATED.value()));
    local.store().blobMounting(true);
  }

  @Test
  void connectsNothingYet() {
    assertThat(local.audit().entries()).isEmpty();
  }

  @Test
  void goesOnceThroughWhatAFirstMirrorWouldWaitFor() {
    ecr.warmUp(ABSENT, context());

    assertThat(local.audit().entries())
        .extracting(Audit.Entry::operation)
        .containsExactlyInAnyOrder("DescribeImages", "GetAuthorizationToken", "GET base");
  }

  @Test
  void saysThatARegistryCouldNotBeWarmedUp() {
    local.faults().on("GetAuthorizationToken").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> ecr.warmUp(ABSENT, context()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void logsInOnceForAllThatComesAfter() {
    var image = TestImages.image("one", 100);
    local.push(LEGACY.value(), image, "v1");
    local.audit().clear();

    image.blobs().stream()
        .map(blob -> new Descriptor(new Digest(blob.digest()), 1))
        .forEach(blob -> ecr.open(context()).mount(blob, LEGACY, CONSOLIDATED));

    assertThat(local.audit().count("POST mount")).isEqualTo(2);
    assertThat(local.audit().count("GetAuthorizationToken")).isEqualTo(1);
  }

  @Test
  void keepsNoTokenOnceItIsClosed() {
    var blob = new Descriptor(Digest.of(new byte[1]), 1);
    ecr.warmUp(ABSENT, context());
    local.faults().on("GetAuthorizationToken").refuse(EcrError.ACCESS_DENIED);
    ecr.close();

    assertThatThrownBy(() -> ecr.open(context()).mount(blob, LEGACY, CONSOLIDATED))
        .isInstanceOf(RuntimeException.class);
    assertThat(local.audit().count("POST mount")).isZero();
  }

  @Test
  void listsTheLegacyRepositoriesOnceForAllThatComesAfter() {
    assertThat(ecr.legacyRepositories(LEGACY, context())).containsExactly(LEGACY);
    assertThat(ecr.legacyRepositories(LEGACY, context())).containsExactly(LEGACY);

    assertThat(local.audit().count("DescribeRepositories")).isEqualTo(1);
  }

  @Test
  void chargesEachPieceOfWorkForItsOwnRequests() {
    var one = context();
    var other = context();

    ecr.open(one).find(ABSENT);
    ecr.open(one).find(ABSENT);
    ecr.reader(other).snapshot(LEGACY);

    assertThat(one.transfers().requests()).isEqualTo(2);
    assertThat(other.transfers().requests()).isEqualTo(1);
  }

  private CallContext context() {
    return new CallContext(Deadline.in(Duration.ofMinutes(5), local.clock()));
  }
}
