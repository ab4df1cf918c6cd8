package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are kept, looked at again by another process, and recorded. */
class ProofIT {
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final ProofOptions KEEP =
      new ProofOptions(Optional.empty(), false, Optional.empty(), true, Optional.empty());

  private static final ProofOptions WITH_EVENTS =
      new ProofOptions(Optional.empty(), true, Optional.empty(), false, Optional.empty());

  private final ProofId id = ProofId.random();
  private LocalAccount account;

  @BeforeEach
  void start() throws IOException {
    account = new LocalAccount();
    account.ecr().store().createRepository(RepositorySettings.named(CONSOLIDATED.value()));
  }

  @AfterEach
  void stop() {
    account.close();
  }

  private ProofReport run(ProofOptions options) {
    return new Proof(account.process(), id).run(options);
  }

  private ProofReport check() {
    return new Proof(account.process(), id).check(false, Optional.of(CONSOLIDATED));
  }

  private Optional<String> recorded() {
    return account
        .process()
        .registry()
        .resourceTags(CONSOLIDATED)
        .map(tags -> tags.getOrDefault(ProofRecord.TAG_KEY, ""))
        .filter(value -> !value.isEmpty());
  }

  @Test
  void isRecordedADayLaterByAnotherProcessAndThenRemoved() {
    var first = run(KEEP);
    assertThat(first.exitCode()).isEqualTo(ProofReport.HOLDS);
    assertThat(first.notes()).anyMatch(it -> it.contains("prove --check " + id));
    account.ecr().clock().advance(Duration.ofHours(26));

    var later = check();

    assertThat(later.obstacles()).isEmpty();
    assertThat(later.results())
        .hasSize(7)
        .allMatch(it -> it.observation() instanceof Observation.Holds);
    var record = "2026-01-02:" + Release.CURRENT;
    assertThat(recorded()).contains(record);
    assertThat(later.notes())
        .anyMatch(it ->
            it.startsWith("recorded: ") && it.contains("\"ProofRecord=%s\"".formatted(record)));
    assertThat(account.everything()).containsExactly(CONSOLIDATED.value());
  }

  @Test
  void isNotRecordedWhenLayersAreLostADayLater() {
    account.ecr().store().read(OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE);
    run(KEEP);
    account.ecr().clock().advance(Duration.ofHours(26));

    assertThat(check().exitCode()).isEqualTo(ProofReport.DIFFERS);
    assertThat(recorded()).isEmpty();
    assertThat(account.everything()).containsExactly(CONSOLIDATED.value());
  }

  @Test
  void isNotRecordedWhenTheFirstPartDidNotHold() {
    account.ecr().store().read(OtherReading.MISSING_LAYERS_ARE_AN_INVALID_PARAMETER);
    assertThat(run(KEEP).exitCode()).isEqualTo(ProofReport.DIFFERS);
    account.ecr().clock().advance(Duration.ofHours(26));

    var later = check();

    assertThat(later.exitCode()).isEqualTo(ProofReport.COULD_NOT_RUN);
    assertThat(later.obstacles())
        .anyMatch(it -> it.contains("did not prove the other lines with release"));
    assertThat(recorded()).isEmpty();
  }

  @Test
  void staysWhileSomethingThatIsToBeRecordedIsOpen() {
    account.ecr().store().read(OtherReading.GET_MANIFEST_IS_NO_PULL);
    run(KEEP);
    account.ecr().clock().advance(Duration.ofHours(1));

    var soon = check();

    assertThat(soon.exitCode()).isEqualTo(ProofReport.COULD_NOT_RUN);
    assertThat(soon.obstacles())
        .containsExactly(
            "not recorded on data-platform-dev: still open: layer-outlives-image-later,"
                + " layer-outlives-repository-later, pull-time-manifest");
    assertThat(account.everything()).hasSizeGreaterThan(1);

    account.ecr().clock().advance(Duration.ofHours(25));
    assertThat(check().exitCode()).isEqualTo(ProofReport.DIFFERS);
    assertThat(recorded()).isEmpty();
    assertThat(account.everything()).containsExactly(CONSOLIDATED.value());
  }

  private static ProofOptions recordAfter(Duration wait) {
    return new ProofOptions(
        Optional.empty(), false, Optional.of(wait), false, Optional.of(CONSOLIDATED));
  }

  @Test
  void isRecordedAfterAWaitInWhichEverythingShows() {
    assertThat(run(recordAfter(Duration.ofDays(1))).exitCode()).isEqualTo(ProofReport.HOLDS);
    assertThat(recorded()).isPresent();
  }

  /** A loss that shows within a day must not be recorded as none. */
  @Test
  void isKeptAndNotRecordedWhenLayersWereLookedAtSooner() {
    account.ecr().store().read(OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE);

    var soon = run(recordAfter(Duration.ofHours(1)));

    assertThat(soon.exitCode()).isEqualTo(ProofReport.COULD_NOT_RUN);
    assertThat(soon.obstacles())
        .singleElement()
        .asString()
        .startsWith("not recorded on data-platform-dev: still open: layer-outlives-image-later");
    assertThat(recorded()).isEmpty();
    account.ecr().clock().advance(Duration.ofHours(24));
    assertThat(check().exitCode()).isEqualTo(ProofReport.DIFFERS);
    assertThat(recorded()).isEmpty();
  }

  @Test
  void isNotRecordedWhenALineCouldNotBeDetermined() {
    account.ecr().faults().on("UpdateImageStorageClass").refuse(EcrError.ACCESS_DENIED);

    var report = run(recordAfter(Duration.ofDays(1)));

    assertThat(report.exitCode()).isEqualTo(ProofReport.COULD_NOT_RUN);
    assertThat(report.obstacles())
        .contains("not recorded on data-platform-dev: could not be determined: describe-archived");
    assertThat(recorded()).isEmpty();
    assertThat(account.everything()).containsExactly(CONSOLIDATED.value());
  }

  /** The lines on events are not needed; but if they were looked at, they have to hold. */
  @Test
  void isNotRecordedWhenAnEventThatWasLookedForDidNotCome() {
    account.ecr().store().read(OtherReading.INDEX_PUSHES_GIVE_NO_EVENT);
    var withEvents =
        new ProofOptions(
            Optional.empty(),
            true,
            Optional.of(Duration.ofDays(1)),
            false,
            Optional.of(CONSOLIDATED));

    assertThat(run(withEvents).obstacles())
        .contains("not recorded on data-platform-dev: does not hold: event-index");
    assertThat(recorded()).isEmpty();
  }

  @Test
  void anotherIdOrRepositoryIsTold() {
    assertThat(check().obstacles()).anyMatch(it -> it.contains("no run " + id + " is kept"));
    var absent =
        new ProofOptions(
            Optional.empty(),
            false,
            Optional.of(Duration.ZERO),
            false,
            Optional.of(new RepositoryName("data-platform-prod")));
    var report = run(absent);
    assertThat(report.exitCode()).isEqualTo(ProofReport.COULD_NOT_RUN);
    assertThat(report.obstacles()).anyMatch(it -> it.contains("no repository data-platform-prod"));
    assertThat(report.results()).isEmpty();
  }

  @Test
  void keepsARunOnceMoreWhenAsked() {
    run(KEEP);
    account.ecr().clock().advance(Duration.ofHours(26));

    var report = new Proof(account.process(), id).check(true, Optional.empty());

    assertThat(report.exitCode()).isEqualTo(ProofReport.HOLDS);
    assertThat(account.everything()).hasSizeGreaterThan(1);
    assertThat(check().exitCode()).isEqualTo(ProofReport.HOLDS);
  }

  @Test
  void deletesNothingWhenItsNameIsTaken() {
    var registry = account.process().registry();
    registry.createRepository(id.legacy(), Optional.empty(), List.of(), ProofId.random().tags());

    var report = run(WITH_EVENTS);

    assertThat(report.exitCode()).isEqualTo(ProofReport.COULD_NOT_RUN);
    assertThat(report.results()).isEmpty();
    assertThat(account.everything())
        .containsExactlyInAnyOrder(CONSOLIDATED.value(), id.legacy().value());
  }
}
