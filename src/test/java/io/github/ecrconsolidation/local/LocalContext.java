package io.github.ecrconsolidation.local;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.github.ecrconsolidation.template.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One invocation of MirrorFunction; its time runs out like that of Lambda, but nobody ends it. */
public final class LocalContext implements Context {
  private final String requestId = UUID.randomUUID().toString();
  private final long deadlineNanos;
  private final Consumer<String> log;

  private LocalContext(Duration remaining, Consumer<String> log) {
    deadlineNanos = System.nanoTime() + remaining.toNanos();
    this.log = log;
  }

  public static LocalContext withRemaining(Duration remaining, Consumer<String> log) {
    return new LocalContext(remaining, log);
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getFunctionName() {
    return "MirrorFunction";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:%s:%s:function:MirrorFunction:live"
        .formatted(Template.REGION, Template.ACCOUNT);
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/local-mirror";
  }

  @Override
  public String getLogStreamName() {
    return requestId;
  }

  @Override
  public int getMemoryLimitInMB() {
    return Template.withDefaults().number("Globals/Function/MemorySize");
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        log.accept(message);
      }

      @Override
      public void log(byte[] message) {
        log.accept(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
