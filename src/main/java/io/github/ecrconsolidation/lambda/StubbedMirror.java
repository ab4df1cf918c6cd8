package io.github.ecrconsolidation.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Mirrors an image that does not exist against {@link StubAws}, as the real calls could not without
 * changing anything: a restored function needs half the processor time for its first message then.
 */
final class StubbedMirror {
  private StubbedMirror() {}

  static void play(Settings settings, Consumer<String> log) {
    var message = new SQSMessage();
    message.setMessageId("rehearsal");
    message.setBody(
        JsonObject.write(
            Map.of(
                "source", "aws.ecr",
                "detail-type", "ECR Image Action",
                "region", "us-east-1",
                "account", "123456789012",
                "detail",
                    Map.of(
                        "action-type", "PUSH",
                        "result", "SUCCESS",
                        "repository-name", settings.namespace() + "/rehearsal",
                        "image-digest", StubAws.IMAGE.value(),
                        "image-tag", "v1"))));
    new MirrorHandler(settings, () -> Wiring.canned(settings), log)
        .handle(
            List.of(message),
            Duration.ofMinutes(1),
            "arn:aws:lambda:us-east-1:123456789012:function:rehearsal");
  }
}
