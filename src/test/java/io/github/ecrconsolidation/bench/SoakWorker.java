package io.github.ecrconsolidation.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The mirror in a process of its own, to be killed: handles the message in each line of its input,
 * and prints the log line, then how it ended.
 */
final class SoakWorker {
  static final String ENDED = "ENDED ";

  private SoakWorker() {}

  public static void main(String[] arguments) throws IOException {
    var mirror =
        LocalFunctions.mirror(
            SoakWorkers.ENVIRONMENT,
            URI.create(arguments[0]),
            URI.create(arguments[1]),
            LocalClients.impatient(),
            InstantSource.system(),
            System.out::println);
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(ENDED + isDone(mirror, JsonObject.parse(line)));
    }
  }

  static String line(String id, String body) {
    return JsonObject.write(Map.of("id", id, "body", body));
  }

  private static boolean isDone(MirrorHandler mirror, JsonObject line) {
    var message = new SQSEvent.SQSMessage();
    message.setMessageId(line.text("id").orElseThrow());
    message.setBody(line.text("body").orElseThrow());
    var event = new SQSEvent();
    event.setRecords(List.of(message));
    return mirror
        .handleRequest(event, LocalContext.withRemaining(Duration.ofMinutes(15), _ -> {}))
        .getBatchItemFailures()
        .isEmpty();
  }
}
