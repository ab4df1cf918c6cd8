package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.localecr.EcrStore;
import io.github.ecrconsolidation.localecr.Faults;
import io.github.ecrconsolidation.localecr.OtherReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** A run in a local account whose experiments are made one by one; its repositories are there. */
final class LocalBench implements AutoCloseable {
  private final LocalAccount account;
  private final ProofId id = ProofId.random();

  LocalBench() {
    try {
      account = new LocalAccount();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    at().createRepositories(Optional.empty());
  }

  /** The bench of the next part of the run. */
  Bench at() {
    return new Bench(id, account.process().registry(), account.process());
  }

  ProofId id() {
    return id;
  }

  LocalAccount account() {
    return account;
  }

  EcrStore store() {
    return account.ecr().store();
  }

  Faults faults() {
    return account.ecr().faults();
  }

  /** From now on the registry behaves so. */
  void read(OtherReading reading) {
    store().read(reading);
  }

  void pass(Duration time) {
    account.ecr().clock().advance(time);
  }

  Observation observe(Experiment experiment) {
    return experiment.observe(at());
  }

  Observation later(Experiment experiment) {
    return experiment.later(at());
  }

  @Override
  public void close() {
    account.close();
  }
}
