package io.github.ecrconsolidation.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/** The push of an image that only {@link StubAws} has, for the warm-up of the mirror. */
final class StubbedPush {
  /** The function that receives it. */
  static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:warm-up";

  private StubbedPush() {}

  /**
   * @param now when it was pushed
   */
  static SQSMessage message(Settings settings, Instant now) {
    var message = new SQSMessage();
    message.setMessageId("warm-up");
    message.setBody(
        JsonObject.write(
            Map.of(
                "source", "aws.ecr",
                "detail-type", "ECR Image Action",
                "time", now.toString(),
                "region", "us-east-1",
                "account", "123456789012",
                "detail",
                    Map.of(
                        "action-type", "PUSH",
                        "result", "SUCCESS",
                        "repository-name", settings.namespace() + "/warm-up",
                        "image-digest", StubAws.IMAGE.value(),
                        "image-tag", "v1"))));
    return message;
  }
}
