package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.events.ProofEvents;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.local.LocalEcr;
import io.github.ecrconsolidation.local.LocalRules;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.Ecr;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** A local ECR with rules and queues, and runs in it. */
final class LocalAccount implements AutoCloseable {
  private final LocalRules rules;
  private final LocalEcr ecr;
  private final List<AutoCloseable> clients = new ArrayList<>();

  LocalAccount() throws IOException {
    rules = LocalRules.start();
    ecr = LocalEcr.builder().events(rules::accept).start();
    ecr.store().blobMounting(true);
  }

  LocalEcr ecr() {
    return ecr;
  }

  LocalRules rules() {
    return rules;
  }

  static SdkHttpClient http() {
    return Apache5HttpClient.builder().expectContinueEnabled(false).build();
  }

  /** A process of its own, with these connections. */
  Surroundings process(SdkHttpClient http) {
    var client =
        new Ecr(
            LocalFunctions.ecr(ecr.endpoint()),
            http,
            AwsRetryStrategy.doNotRetry(),
            new RepositoryName("any"),
            ecr.clock());
    var events =
        new ProofEvents(
            LocalFunctions.eventBridge(rules.endpoint())
                .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry())),
            LocalFunctions.sqs(rules.queuesEndpoint())
                .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry())),
            http);
    clients.add(http);
    clients.add(client);
    clients.add(events);
    return new Surroundings(
        client, events, ecr.clock(), ecr.clock()::advance, Duration.ZERO, _ -> {});
  }

  Surroundings process() {
    return process(http());
  }

  /** The names of all repositories, rules and queues. */
  List<String> everything() {
    var all = new ArrayList<String>();
    process().registry().repositories().forEach(name -> all.add(name.value()));
    all.addAll(rules.rules());
    all.addAll(rules.queues());
    return all;
  }

  @Override
  public void close() throws Exception {
    for (var client : clients.reversed()) {
      client.close();
    }
    ecr.close();
    rules.close();
  }
}
