package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.local.LocalClients;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * The handlers that ship, pointed at local endpoints: what the environment says in Lambda is said
 * here by parameters.
 */
public final class LocalFunctions {
  private LocalFunctions() {}

  /** The mirror function with this environment. */
  public static MirrorHandler mirror(
      Map<String, String> environment,
      URI ecr,
      URI eventBridge,
      RetryStrategy retries,
      InstantSource clock,
      Consumer<String> log) {
    var settings = Settings.from(environment);
    return new MirrorHandler(
        settings, () -> wiring(settings, ecr, eventBridge, retries, clock), log);
  }

  /** The reconciler with this environment, which names the queue of {@code sqs} if it names one. */
  public static ReconcileHandler reconcile(
      Map<String, String> environment,
      URI ecr,
      URI eventBridge,
      URI sqs,
      RetryStrategy retries,
      InstantSource clock,
      Consumer<String> log) {
    var settings = Settings.from(environment);
    return new ReconcileHandler(
        settings,
        () -> {
          var wiring = wiring(settings, ecr, eventBridge, retries, clock);
          return settings
              .mirrorQueueUrl()
              .map(url -> wiring.withQueue(LocalClients.sqs(sqs), url))
              .orElse(wiring);
        },
        log);
  }

  /** The clean-up with this environment. */
  public static CleanupHandler cleanup(
      Map<String, String> environment,
      URI ecr,
      URI eventBridge,
      RetryStrategy retries,
      InstantSource clock,
      Consumer<String> log) {
    var settings = Settings.from(environment);
    return new CleanupHandler(
        settings, () -> wiring(settings, ecr, eventBridge, retries, clock), log);
  }

  private static Wiring wiring(
      Settings settings, URI ecr, URI eventBridge, RetryStrategy retries, InstantSource clock) {
    return Wiring.of(
        settings, LocalClients.ecr(ecr), LocalClients.eventBridge(eventBridge), retries, clock);
  }
}
