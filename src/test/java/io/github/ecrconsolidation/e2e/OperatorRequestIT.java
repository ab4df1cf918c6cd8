package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** What an operator is told to put on the bus does what it is said to do. */
class OperatorRequestIT {
  private static final Pattern COMMAND =
      Pattern.compile("aws events put-events --entries '(\\[.*])'");

  @Test
  void theExamplesDifferInTheOverride() throws IOException {
    var old = TestImages.image("old", 100);
    var direct = TestImages.image("direct", 100);
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, old, "v1.0.0");
      landscape.pushLater(CONSOLIDATED, direct, "backend-v1.0.0");

      landscape.deliver(Files.readString(Path.of("events/mirror-requested.json")));

      assertThat(landscape.mirrored("backend-v1.0.0")).isEqualTo(direct.digest());

      landscape.deliver(Files.readString(Path.of("events/mirror-requested-override.json")));

      assertThat(landscape.mirrored("backend-v1.0.0")).isEqualTo(old.digest());
    }
  }

  @Test
  void theCommandsOfTheRunbookAreAsTheBusTakesThem() throws IOException {
    var commands = commands(Files.readString(Path.of("docs/runbook.md")));
    var old = TestImages.image("old", 100);
    var direct = TestImages.image("direct", 100);
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, old, "v1.0.0");
      landscape.pushLater(CONSOLIDATED, direct, "backend-v1.0.0");
      landscape.forget();
      assertThat(commands).hasSize(2);

      putEvents(landscape.bus, commands.getFirst());
      landscape.deliverAll();

      assertThat(landscape.mirrored("backend-v1.0.0")).isEqualTo(direct.digest());

      putEvents(landscape.bus, commands.getLast());
      landscape.deliverAll();

      assertThat(landscape.mirrored("backend-v1.0.0")).isEqualTo(old.digest());
    }
  }

  /** What the clean-up reports as childMissing; a request alone finds the same image there. */
  @Test
  void anIndexThatLacksAChildThereIsMirroredAgainOnceItIsDeletedThere() {
    try (var landscape = Landscape.start()) {
      var child = TestImages.image("amd64", 100);
      var index = landscape.push(BACKEND, TestImages.index(child), "v1");
      landscape.deliverAll();
      landscape.ecr.store().read(OtherReading.CHILDREN_OF_AN_INDEX_CAN_BE_DELETED);
      landscape.delete(CONSOLIDATED, child.digest());
      landscape.deliver(landscape.requested(BACKEND, "v1", ",\"override\":true"));
      assertThat(landscape.ecr.store().digests(CONSOLIDATED)).doesNotContain(child.digest());

      landscape.delete(CONSOLIDATED, index.digest());
      landscape.deliver(landscape.requested(BACKEND, "v1", ""));

      assertThat(landscape.mirrored("backend-v1")).isEqualTo(index.digest());
      assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(child.digest());
    }
  }

  private static List<String> commands(String text) {
    return COMMAND.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** As the CLI does: each member by the name that the API's model gives it. */
  private static void putEvents(LocalEventBus bus, String entries) {
    var parsed =
        JsonObject.parse("{\"entries\":" + entries + "}").objects("entries").stream()
            .map(OperatorRequestIT::entry)
            .toList();
    try (var client = LocalClients.eventBridge(bus.endpoint()).build()) {
      assertThat(client.putEvents(request -> request.entries(parsed)).failedEntryCount()).isZero();
    }
  }

  private static PutEventsRequestEntry entry(JsonObject json) {
    var entry = PutEventsRequestEntry.builder();
    json.members().forEach((name, value) -> field(name).set(entry, value));
    return entry.build();
  }

  private static SdkField<?> field(String name) {
    return PutEventsRequestEntry.builder().build().sdkFields().stream()
        .filter(field -> field.locationName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("an entry of PutEvents has no member " + name));
  }
}
