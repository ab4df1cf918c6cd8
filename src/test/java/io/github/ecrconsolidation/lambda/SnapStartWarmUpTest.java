package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.crac.Core;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** What goes into a snapshot, what comes out of it, and what becomes of events. */
@Timeout(60)
class SnapStartWarmUpTest {
  private static final Settings SETTINGS =
      Settings.from(
          Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", "data-platform"));

  @AutoClose private final LocalEcr ecr = LocalEcr.start();
  @AutoClose private final LocalEventBus bus;
  private final List<String> log = new ArrayList<>();
  private final List<Network> networks = new ArrayList<>();
  private final List<Duration> bounds = new ArrayList<>();
  private final SnapStartWarmUp function;

  SnapStartWarmUpTest() throws IOException {
    bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, ecr.clock());
    ecr.store().createRepository(RepositorySettings.named("data-platform"));
    function =
        new SnapStartWarmUp(SETTINGS, this::connect, log::add) {
          @Override
          void warmUp(CallContext calls) {
            bounds.add(calls.deadline().remaining());
            super.warmUp(calls);
          }
        };
  }

  /** A network that knows whether it was closed. */
  private static final class Network implements SdkHttpClient {
    private final SdkHttpClient http = Apache5HttpClient.create();
    private boolean closed;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return http.prepareRequest(request);
    }

    @Override
    public void close() {
      closed = true;
      http.close();
    }
  }

  private Wiring connect() {
    var network = new Network();
    networks.add(network);
    return new Wiring(
        network,
        new Ecr(
            LocalClients.ecr(ecr.endpoint()),
            network,
            LocalClients.impatient(),
            SETTINGS.namespace(),
            ecr.clock()),
        new EventBus(
            LocalClients.eventBridge(bus.endpoint()),
            network,
            LocalClients.impatient(),
            SETTINGS.eventBusName()),
        Optional.empty(),
        ecr.clock());
  }

  // --- the snapshot

  @Test
  void warmsUpForHalfAMinuteAtMostAndChangesNothing() {
    function.beforeCheckpoint(Core.getGlobalContext());

    assertThat(bounds).containsExactly(Duration.ofSeconds(30));
    assertThat(ecr.audit().entries())
        .extracting(Audit.Entry::operation)
        .containsExactly("DescribeImages");
    assertThat(log).isEmpty();
  }

  @Test
  void takesNoConnectionIntoTheSnapshot() {
    function.beforeCheckpoint(Core.getGlobalContext());

    assertThat(networks).singleElement().matches(network -> network.closed);
  }

  @Test
  void hasNewClientsAfterEveryRestore() {
    var before = function.wiring();
    function.beforeCheckpoint(Core.getGlobalContext());

    function.afterRestore(Core.getGlobalContext());

    assertThat(function.wiring()).isNotSameAs(before);
    assertThat(networks).extracting(network -> network.closed).containsExactly(true, false);
  }

  @Test
  void isSnapshotWithoutTheRegistryToo() {
    ecr.faults().on("DescribeImages").refuse(EcrError.ACCESS_DENIED);

    function.beforeCheckpoint(Core.getGlobalContext());

    assertThat(log).singleElement().asString().contains("\"WARN\"", "AccessDenied");
    assertThat(networks).singleElement().matches(network -> network.closed);
  }

  // --- events

  @Test
  void publishesEvents() {
    assertThat(function.publish(events(3), plenty())).isTrue();

    assertThat(bus.events()).hasSize(3);
    assertThat(log).isEmpty();
  }

  @Test
  void countsOnlyTheEventsThatTheBusDidNotTake() {
    // Of two entries the last attempt gets one through.
    bus.failNextEntries(2 * LocalClients.impatient().maxAttempts() - 1);

    assertThat(function.publish(events(2), plenty())).isFalse();

    assertThat(log).hasSize(1);
    assertThat(JsonObject.parse(log.getFirst()).number("EventsNotPublished"))
        .isEqualTo(Optional.of(1L));
  }

  private static List<BusEvent> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new BusEvent("Image Mirrored", Map.of("number", i)))
        .toList();
  }

  private Deadline plenty() {
    return Deadline.in(Duration.ofMinutes(1), ecr.clock());
  }
}
