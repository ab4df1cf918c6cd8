package io.github.ecrconsolidation.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.LocalEventBus.Delivery;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import tools.jackson.jr.ob.JSON;

class LocalEventBusTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-07-01T12:00:00.5Z"), ZoneOffset.UTC);

  private final List<List<String>> sent = Collections.synchronizedList(new ArrayList<>());

  @AutoClose
  private final LocalEventBus bus =
      LocalEventBus.start(
          Template.withDefaults(), (event, group) -> sent.add(List.of(event, group)), NOON);

  @AutoClose
  private final EventBridgeClient eventBridge =
      EventBridgeClient.builder()
          .endpointOverride(bus.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
          .build();

  LocalEventBusTest() throws IOException {}

  @Test
  void sendsAPushToTheTargetInItsGroup() throws IOException {
    var push = event("push-tag");

    bus.accept(push);

    assertThat(sent).containsExactly(List.of(push, "push"));
  }

  @Test
  void remembersWhatNoRuleMatches() throws IOException {
    bus.accept(event("delete"));

    assertThat(bus.events("ECR Image Action"))
        .extracting(event -> event.detail().get("action-type"))
        .containsExactly("DELETE");
    assertThat(sent).isEmpty();
  }

  @Test
  void turnsAnEntryIntoAnEvent() throws IOException {
    var result = put(request("{\"consolidated-repository\":\"data-platform-dev\",\"n\":1}"));

    assertThat(result).singleElement().satisfies(entry -> assertThat(entry.eventId()).isNotEmpty());
    assertThat(sent)
        .singleElement()
        .satisfies(it -> {
          assertThat(it.getLast()).isEqualTo("backfill");
          assertThat(JSON.std.mapFrom(it.getFirst()))
              .containsEntry("id", result.getFirst().eventId())
              .containsEntry("source", "ecr-consolidation")
              .containsEntry("account", "123456789012")
              .containsEntry("region", "us-east-1")
              .containsEntry("time", "2026-07-01T12:00:00Z")
              .containsEntry(
                  "detail", Map.of("consolidated-repository", "data-platform-dev", "n", 1));
        });
  }

  @Test
  void keepsTheTimeOfAnEntry() {
    put(request("{}").toBuilder().time(Instant.parse("2026-01-02T03:04:05Z")).build());

    assertThat(bus.events())
        .singleElement()
        .satisfies(event -> assertThat(event.json()).contains("2026-01-02T03:04:05Z"));
  }

  @Test
  void refusesEntriesOneByOne() {
    var results =
        put(
            request("{}").toBuilder().source("aws.ecr").build(),
            request("{}"),
            request("not JSON"),
            request("{}").toBuilder().eventBusName("other").build(),
            request("{}").toBuilder().detailType(null).build());

    assertThat(results)
        .extracting(PutEventsResultEntry::errorCode)
        .containsExactly(
            "NotAuthorizedForSourceException",
            null,
            "MalformedDetail",
            "ResourceNotFoundException",
            "InvalidArgument");
    assertThat(bus.events()).hasSize(1);
  }

  @Test
  void refusesMoreThanTenEntriesAtOnce() {
    var eleven = Collections.nCopies(11, request("{}"));

    assertThatThrownBy(() -> eventBridge.putEvents(request -> request.entries(eleven)))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("1 to 10 entries");
    assertThat(bus.events()).isEmpty();
  }

  @Test
  void refusesMoreThan256KibibytesAtOnce() {
    var large = request("{\"a\":\"%s\"}".formatted("x".repeat(256 * 1024)));

    assertThatThrownBy(() -> put(large)).hasMessageContaining("over the limit");
  }

  @Test
  void refusesOtherOperations() {
    assertThatThrownBy(() -> eventBridge.listRules(_ -> {}))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("not emulated: AWSEvents.ListRules");
  }

  @Test
  void failsAsManyEntriesAsAskedFor() {
    bus.failNextEntries(2);

    assertThat(put(request("{}"), request("{}"), request("{}")))
        .extracting(PutEventsResultEntry::errorCode)
        .containsExactly("InternalFailure", "InternalFailure", null);
    assertThat(put(request("{}"))).extracting(PutEventsResultEntry::errorCode).containsOnlyNulls();
  }

  @Test
  void losesAnEvent() throws IOException {
    bus.deliver(Delivery.NEVER);
    bus.accept(event("push-tag"));
    bus.deliver(Delivery.ONCE);
    bus.accept(event("push-index"));

    assertThat(sent).containsExactly(List.of(event("push-index"), "push"));
    assertThat(bus.events()).hasSize(2);
  }

  @Test
  void doublesAnEvent() throws IOException {
    bus.deliver(Delivery.TWICE);
    bus.accept(event("push-tag"));

    assertThat(sent).hasSize(2).containsOnly(List.of(event("push-tag"), "push"));
  }

  @Test
  void holdsEventsBackAndReversesThem() throws IOException {
    bus.deliver(Delivery.HELD);
    bus.accept(event("push-tag"));
    bus.accept(event("push-index"));

    assertThat(sent).isEmpty();

    bus.release();
    bus.accept(event("push-referrer"));

    assertThat(sent)
        .extracting(List::getFirst)
        .containsExactly(event("push-index"), event("push-tag"), event("push-referrer"));
  }

  @Test
  void awaitsAnEventOfAnotherThread() throws Exception {
    var pushing = Thread.startVirtualThread(() -> put(request("{}")));

    assertThat(bus.await("Mirror Requested", 1)).hasSize(1);

    pushing.join();
  }

  @Test
  void saysWhichEventsCameInsteadOfTheAwaited() throws IOException {
    bus.accept(event("delete"));

    assertThatThrownBy(() -> bus.await("Image Mirrored", 1, Duration.ZERO))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not 1 'Image Mirrored'")
        .hasMessageContaining("DELETE");
  }

  private List<PutEventsResultEntry> put(PutEventsRequestEntry... entries) {
    return eventBridge.putEvents(request -> request.entries(entries)).entries();
  }

  private static PutEventsRequestEntry request(String detail) {
    return PutEventsRequestEntry.builder()
        .source("ecr-consolidation")
        .detailType("Mirror Requested")
        .detail(detail)
        .build();
  }

  private static String event(String name) throws IOException {
    return Files.readString(Path.of("events", name + ".json"));
  }
}
