package io.github.ecrconsolidation.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.mirror.Mirror;
import io.github.ecrconsolidation.mirror.MirrorResult;
import io.github.ecrconsolidation.mirror.MirrorResult.Failed;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Core;

/**
 * The Lambda function behind the mirror queue: each message becomes one result, one log line and at
 * most one event. Only a message whose image may be mirrored later returns to the queue.
 */
public final class MirrorHandler extends SnapStartWarmUp
    implements RequestHandler<SQSEvent, SQSBatchResponse> {
  /**
   * What is kept of an invocation to report: whatever is in flight is cut off before. Long enough
   * for {@link #TO_PUBLISH} and one call of the bus that is begun at its end.
   */
  static final Duration MARGIN = Duration.ofSeconds(15);

  /** How much of the margin the event about it may take. */
  private static final Duration TO_PUBLISH = Duration.ofSeconds(8);

  /**
   * With so many, a restored function mirrors its second message nearly as fast as its two
   * hundredth (13 and 11 ms; docs/benchmarks.md, "Start").
   */
  private static final int STUBBED_PUSHES = 300;

  /** What the warm-up leaves of its time to calls that leave the function. */
  private static final Duration FOR_REAL_CALLS = Duration.ofSeconds(4);

  private final RecentPushes recent = new RecentPushes();

  /**
   * For Lambda: settings and clients from the environment.
   *
   * @throws IllegalArgumentException listing every wrong setting, before the first message
   */
  public MirrorHandler() {
    this(Settings.from(System.getenv()));
  }

  private MirrorHandler(Settings settings) {
    this(settings, () -> Wiring.fromEnvironment(settings), System.out::println);
    Core.getGlobalContext().register(this);
  }

  MirrorHandler(Settings settings, Supplier<Wiring> connect, Consumer<String> log) {
    super(settings, connect, log);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    if (event.getRecords() == null) {
      throw new IllegalArgumentException(
          "the event has no Records; expected an SQS event such as events/sqs-push-tag.json");
    }
    return handle(
        event.getRecords(),
        Duration.ofMillis(context.getRemainingTimeInMillis()),
        context.getInvokedFunctionArn());
  }

  /**
   * Handles the messages of one invocation.
   *
   * @param left of the invocation
   */
  SQSBatchResponse handle(List<SQSMessage> batch, Duration left, String functionArn) {
    var deadline = Deadline.in(left.minus(MARGIN), wiring().clock());
    var messages = messages(functionArn);
    return new SQSBatchResponse(
        batch.stream()
            .filter(message -> !settle(message, messages, new CallContext(deadline)))
            .map(message -> new BatchItemFailure(message.getMessageId()))
            .toList());
  }

  /**
   * An ARN names its region and account: {@code arn:aws:lambda:<region>:<account>:function:...}.
   */
  private MirrorMessage messages(String functionArn) {
    var parts = functionArn.split(":", -1);
    return new MirrorMessage(settings().mapping(), parts[4], parts[3]);
  }

  /** Whether the message is done with, for good or ill. */
  private boolean settle(SQSMessage message, MirrorMessage messages, CallContext calls) {
    var begin = wiring().clock().instant();
    MirrorMessage.Received received;
    try {
      received = messages.parse(message.getBody());
    } catch (IllegalArgumentException e) {
      var refused = new Refused("BadMessage", String.valueOf(e.getMessage()));
      return reported(message, Optional.empty(), refused, calls, begin);
    }
    // A repeated event is about an image that is mirrored already, most likely.
    var justPushed = received.isJustPushed(begin) && recent.add(received.request());
    var result = mirror(calls).attempt(received.request(), justPushed);
    return reported(message, Optional.of(received), result, calls, begin);
  }

  private boolean reported(
      SQSMessage message,
      Optional<MirrorMessage.Received> received,
      MirrorResult result,
      CallContext calls,
      Instant begin) {
    var now = wiring().clock().instant();
    var report =
        new MirrorReport(
            message.getMessageId(),
            settings().mapping().consolidated(),
            received,
            result,
            calls.transfers(),
            Duration.between(begin, now));
    log(report.line(now));
    // A bus that refuses the event is no reason to do the work again.
    report.event().ifPresent(event -> publish(List.of(event), calls.deadline().plus(TO_PUBLISH)));
    return !(result instanceof Failed);
  }

  private Mirror mirror(CallContext calls) {
    var ecr = wiring().ecr();
    var registry = ecr.open(calls);
    return new Mirror(
        settings().mapping(),
        registry,
        registry,
        pushing -> ecr.legacyRepositories(pushing, calls),
        wiring().clock().instant().minus(settings().reconcileWindow()),
        calls.deadline());
  }

  /** Mirrors the image that only the stub has; whether that worked. */
  boolean mirrorStubbedPush() {
    return handle(
            List.of(StubbedPush.message(settings(), wiring().clock().instant())),
            MARGIN.plus(FOR_REAL_CALLS),
            StubbedPush.FUNCTION_ARN)
        .getBatchItemFailures()
        .isEmpty();
  }

  /**
   * Mirrors against the stub until the JIT has compiled what a message needs, which real calls
   * could not do without changing anything, then makes the real calls once.
   */
  @Override
  void warmUp(CallContext calls) {
    try (var stub = new StubAws(settings().mapping().consolidated());
        var wiring = Wiring.stubbed(settings(), stub)) {
      var stubbed = new MirrorHandler(settings(), () -> wiring, _ -> {});
      var pushes = 0;
      while (pushes < STUBBED_PUSHES
          && calls.deadline().remaining().compareTo(FOR_REAL_CALLS) > 0
          && stubbed.mirrorStubbedPush()) {
        pushes++;
      }
    } catch (IOException e) {
      warn("warmed up without the stub, the first invocations will be slower: " + e);
    }
    wiring().ecr().warmUp(absentImage(), calls);
  }
}
