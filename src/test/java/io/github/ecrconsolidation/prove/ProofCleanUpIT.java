package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.ProofCleanUp.Left;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProofCleanUpIT {
  @AutoClose private final LocalAccount account = new LocalAccount();
  private final ProofCleanUp cleanUp = new ProofCleanUp(account.process());
  private final ProofId id = ProofId.random();

  ProofCleanUpIT() throws IOException {}

  private void create(RepositoryName name, Map<String, String> tags) {
    account.process().registry().createRepository(name, Optional.empty(), List.of(), tags);
  }

  private void createEvents(ProofId of) {
    account.process().events().create(of.name(), of.name() + "/", ProofId.TAG_KEY, of.value());
  }

  @Test
  void findsNothingInAnAccountWithoutRuns() {
    create(new RepositoryName("ml-platform/backend"), Map.of("team", "ml"));

    assertThat(cleanUp.find().isEmpty()).isTrue();
  }

  @Test
  void findsAndRemovesWhatSeveralRunsHaveLeft() {
    var other = ProofId.random();
    create(id.legacy(), id.tags());
    create(other.legacy(), other.tags());
    createEvents(other);

    var left = cleanUp.find();

    assertThat(left.isEmpty()).isFalse();
    assertThat(left.repositories()).containsExactlyInAnyOrder(id.legacy(), other.legacy());
    assertThat(left.rulesAndQueues()).containsExactly(other.name());
    assertThat(cleanUp.remove(left)).isEmpty();
    assertThat(account.everything()).isEmpty();
  }

  @Test
  void findsARuleOrQueueAlone() {
    createEvents(id);

    assertThat(cleanUp.find().isEmpty()).isFalse();
  }

  @Test
  void saysWhatWasLeftWithoutTheTagOfItsName() {
    create(id.legacy(), Map.of("team", "ml"));
    account.rules().createQueue(id.name());

    assertThat(cleanUp.remove(cleanUp.find()))
        .hasSize(2)
        .allMatch(it -> it.contains("does not carry the tag"));
    assertThat(account.everything()).hasSize(2);
  }

  @Test
  void findsRulesAndQueuesWhenRepositoriesCannotBeListed() {
    createEvents(id);
    account.ecr().faults().on("DescribeRepositories").refuse(EcrError.ACCESS_DENIED);

    var left = cleanUp.find();

    assertThat(left.rulesAndQueues()).containsExactly(id.name());
    assertThat(left.obstacles())
        .singleElement()
        .asString()
        .startsWith("could not be listed: DescribeRepositories");
  }

  /** The tags may have changed since the operator confirmed the list. */
  @Test
  void looksAtTheTagAgainBeforeItRemoves() {
    create(id.legacy(), id.tags());
    var left = cleanUp.find();
    account.ecr().store().untagResource(id.legacy().value(), List.of(ProofId.TAG_KEY));

    assertThat(cleanUp.remove(left)).hasSize(1);
    assertThat(account.everything()).containsExactly(id.legacy().value());
  }

  @Test
  void toleratesWhatIsGoneBeforeItRemoves() {
    var gone = new Left(List.of(id.legacy()), List.of(id.name()), List.of());

    assertThat(cleanUp.remove(gone)).isEmpty();
  }
}
