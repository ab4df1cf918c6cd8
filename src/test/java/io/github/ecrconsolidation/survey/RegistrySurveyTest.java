package io.github.ecrconsolidation.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.survey.Reading.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

@Timeout(60)
class RegistrySurveyTest {
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  private static final RepositoryName OTHER = new RepositoryName("another/service");

  private static final Duration PLENTY = Duration.ofMinutes(5);

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  @AutoClose private final LocalEcr local = LocalEcr.builder().clock(clock).start();
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();
  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, AwsRetryStrategy.doNotRetry());

  RegistrySurveyTest() {
    for (var name : List.of(WEB, CONSOLIDATED, OTHER, BACKEND)) {
      local.store().createRepository(RepositorySettings.named(name.value()));
      clock.advance(Duration.ofSeconds(1));
    }
    local.push(BACKEND.value(), TestImages.image("backend", 100), "v1");
    local.push(CONSOLIDATED.value(), TestImages.image("backend", 100), "backend-v1");
  }

  private RegistrySurvey survey(RepositoryName consolidated, Duration left) {
    return new RegistrySurvey(
        new TagMapping(new RepositoryName("ml-platform"), consolidated, Map.of()),
        ecr.reader(new CallContext(Deadline.in(left, clock))));
  }

  private Repositories repositories() {
    return survey(CONSOLIDATED, PLENTY).repositories().answer().orElseThrow();
  }

  private RegistrySurvey.Images images() {
    var repositories = repositories();
    return survey(CONSOLIDATED, PLENTY)
        .images(repositories.legacy(), repositories.consolidated().orElseThrow());
  }

  @Test
  void tellsTheRepositoriesOfTheNamespaceTheOldestFirstFromTheOthers() {
    var repositories = repositories();

    assertThat(repositories.legacy()).extracting(Repository::name).containsExactly(WEB, BACKEND);
    assertThat(repositories.consolidated().map(Repository::name)).contains(CONSOLIDATED);
    assertThat(repositories.others()).containsExactly(OTHER);
  }

  @Test
  void hasNoConsolidatedRepositoryWhereThereIsNone() {
    var missing = new RepositoryName("data-platform-prod");

    assertThat(survey(missing, PLENTY).repositories().answer())
        .hasValueSatisfying(it -> assertThat(it.consolidated()).isEmpty());
  }

  @Test
  void readsTheImagesOfBothSides() {
    var snapshot = images().snapshot().orElseThrow();

    assertThat(snapshot.known()).containsExactly(WEB, BACKEND);
    assertThat(snapshot.consolidated().images()).hasSize(1);
    assertThat(snapshot.legacy()).containsOnlyKeys(WEB, BACKEND);
  }

  @Test
  void readsTheOthersWhenOneLegacyRepositoryCannotBeRead() {
    local.faults().on("DescribeImages").in(WEB.value()).refuse(EcrError.ACCESS_DENIED);

    var images = images();

    assertThat(images.snapshot())
        .hasValueSatisfying(snapshot -> {
          assertThat(snapshot.known()).containsExactly(WEB, BACKEND);
          assertThat(snapshot.legacy()).containsOnlyKeys(BACKEND);
        });
    assertThat(images.readings())
        .filteredOn(it -> it.reading() instanceof Failed)
        .extracting(OfRepository::repository)
        .containsExactly(WEB);
  }

  @Test
  void hasNoSnapshotWithoutTheConsolidatedRepository() {
    local.faults().on("DescribeImages").in(CONSOLIDATED.value()).refuse(EcrError.ACCESS_DENIED);

    assertThat(images().snapshot()).isEmpty();
  }

  @Test
  void tellsTheEndOfTheTimeFromOtherFailures() {
    assertThat(survey(CONSOLIDATED, Duration.ZERO).repositories())
        .isInstanceOfSatisfying(Failed.class, it -> assertThat(it.outOfTime()).isTrue());

    local.faults().on("DescribeRepositories").refuse(EcrError.ACCESS_DENIED);
    assertThat(survey(CONSOLIDATED, PLENTY).repositories())
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.outOfTime()).isFalse();
              assertThat(it.code()).isEqualTo("AccessDeniedException");
            });
  }
}
