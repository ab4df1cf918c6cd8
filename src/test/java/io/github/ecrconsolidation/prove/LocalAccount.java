package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.events.ProofEvents;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalRules;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** A local ECR with rules and queues, and runs in it. */
public final class LocalAccount implements AutoCloseable {
  private final LocalRules rules;
  private final LocalEcr ecr;
  private final List<Runnable> open = new ArrayList<>();
  private final Surroundings healthy;
  private final int kept;

  public LocalAccount() throws IOException {
    rules = LocalRules.start();
    ecr = LocalEcr.builder().events(rules::accept).start();
    ecr.store().blobMounting(true);
    healthy = process(http());
    kept = open.size();
  }

  public LocalEcr ecr() {
    return ecr;
  }

  LocalRules rules() {
    return rules;
  }

  public static SdkHttpClient http() {
    return Apache5HttpClient.builder().expectContinueEnabled(false).build();
  }

  /** A process of its own, with these connections. */
  public Surroundings process(SdkHttpClient http) {
    var client =
        new Ecr(
            LocalClients.ecr(ecr.endpoint()),
            http,
            AwsRetryStrategy.doNotRetry(),
            new RepositoryName("any"),
            ecr.clock());
    var events =
        new ProofEvents(
            LocalClients.eventBridge(rules.endpoint())
                .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry())),
            LocalClients.sqs(rules.queuesEndpoint())
                .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry())),
            http);
    open.add(http::close);
    open.add(client::close);
    open.add(events::close);
    return new Surroundings(
        client, events, ecr.clock(), ecr.clock()::advance, Duration.ZERO, _ -> {});
  }

  /** A process in which nothing goes wrong. */
  Surroundings process() {
    return healthy;
  }

  /** The names of all repositories, rules and queues. */
  public List<String> everything() {
    var all = new ArrayList<String>();
    healthy.registry().repositories().forEach(name -> all.add(name.value()));
    all.addAll(rules.rules());
    all.addAll(rules.queues());
    return all;
  }

  /** Closes the connections of all processes but the healthy one: a server holds only so many. */
  void endProcesses() {
    var ended = open.subList(kept, open.size());
    ended.reversed().forEach(Runnable::run);
    ended.clear();
  }

  @Override
  public void close() {
    open.reversed().forEach(Runnable::run);
    ecr.close();
    rules.close();
  }
}
