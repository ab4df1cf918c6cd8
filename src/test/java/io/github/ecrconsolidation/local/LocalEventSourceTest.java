package io.github.ecrconsolidation.local;

import static io.github.ecrconsolidation.local.LocalEventSource.Retry.AFTER_VISIBILITY_TIMEOUT;
import static io.github.ecrconsolidation.local.LocalEventSource.Retry.AT_ONCE;
import static io.github.ecrconsolidation.local.LocalEventSource.Retry.AT_ONCE_WHEN_IT_THREW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.local.LocalEventSource.Retry;
import io.github.ecrconsolidation.local.LocalQueue.Depth;
import io.github.ecrconsolidation.template.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LocalEventSourceTest {
  private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final SQSBatchResponse SUCCESS = new SQSBatchResponse();

  private final Template template = Template.withDefaults();
  private final List<SQSMessage> received = Collections.synchronizedList(new ArrayList<>());
  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());

  @AutoClose private final LocalQueue queue = LocalQueue.start(template, VISIBILITY_TIMEOUT);

  @Test
  void handsAMessageToTheHandlerAndDeletesIt() throws Exception {
    process(AT_ONCE, (_, _) -> SUCCESS, "{}");

    assertThat(received)
        .singleElement()
        .satisfies(message -> {
          assertThat(message.getBody()).isEqualTo("{}");
          assertThat(message.getEventSource()).isEqualTo("aws:sqs");
          assertThat(message.getEventSourceArn())
              .isEqualTo("arn:aws:sqs:us-east-1:123456789012:MirrorQueue");
          assertThat(message.getAttributes())
              .containsEntry("ApproximateReceiveCount", "1")
              .containsEntry("MessageGroupId", "push")
              .containsKey("SentTimestamp");
        });
    assertThat(queue.deadLetters()).isEmpty();
  }

  @Test
  void anEventReachesTheHandlerByItsRuleAndTheQueue() throws Exception {
    var push = Files.readString(Path.of("events/push-tag.json"));
    try (var source = start(AT_ONCE, (_, _) -> SUCCESS);
        var bus = LocalEventBus.start(template, queue::send, Clock.systemUTC())) {
      bus.accept(push);
      source.awaitIdle(PATIENCE);
    }

    assertThat(received).extracting(SQSMessage::getBody).containsExactly(push);
  }

  @Test
  void aMessageThatKeepsFailingBecomesADeadLetterAfterFiveReceives() throws Exception {
    process(AT_ONCE, (event, _) -> failure(event.getRecords().getFirst().getMessageId()), "bad");

    assertThat(received)
        .extracting(message -> message.getAttributes().get("ApproximateReceiveCount"))
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(queue.deadLetters()).containsExactly("bad");
  }

  @Test
  void aMessageWhoseHandlerThrowsComesBackAndTheReasonIsLogged() throws Exception {
    process(
        AT_ONCE,
        (_, _) -> {
          if (received.size() == 1) {
            throw new IllegalStateException("first time");
          }
          return SUCCESS;
        },
        "{}");

    assertThat(received).hasSize(2);
    assertThat(logged).singleElement().asString().contains("first time");
  }

  /** Nobody who tries the local server should wait 15 minutes for an image because of a crash. */
  @Test
  void aCrashComesBackAtOnceAndAReportedFailureWaits() throws Exception {
    var counts = Collections.synchronizedList(new ArrayList<String>());
    var second = new CountDownLatch(1);
    try (var slow = LocalQueue.start(template, Duration.ofHours(1))) {
      RequestHandler<SQSEvent, SQSBatchResponse> handler =
          (event, _) -> {
            var message = event.getRecords().getFirst();
            counts.add(message.getAttributes().get("ApproximateReceiveCount"));
            if (counts.size() == 1) {
              throw new IncompatibleClassChangeError("first time");
            }
            second.countDown();
            return failure(message.getMessageId());
          };
      try (var _ =
          LocalEventSource.start(template, slow, handler, AT_ONCE_WHEN_IT_THREW, logged::add)) {
        slow.send("{}", "push");
        await(second);
      }

      assertThat(counts).containsExactly("1", "2");
      assertThat(slow.depth()).isEqualTo(new Depth(0, 1));
    }
    assertThat(logged).singleElement().asString().contains("first time", "\tat ");
  }

  @Test
  void anUnknownItemFailsTheMessageAsInLambda() throws Exception {
    process(AT_ONCE, (_, _) -> received.size() == 1 ? failure("unknown") : SUCCESS, "{}");

    assertThat(received).hasSize(2);
  }

  @Test
  void aFailedMessageComesBackWhenItsVisibilityTimeoutHasPassed() throws Exception {
    var deliveries = Collections.synchronizedList(new ArrayList<Duration>());
    process(
        AFTER_VISIBILITY_TIMEOUT,
        (event, _) -> {
          var message = event.getRecords().getFirst();
          deliveries.add(sinceFirstReceive(message));
          return deliveries.size() == 1 ? failure(message.getMessageId()) : SUCCESS;
        },
        "{}");

    assertThat(deliveries).hasSize(2);
    assertThat(deliveries.getLast()).isGreaterThanOrEqualTo(VISIBILITY_TIMEOUT);
  }

  /** By the clock that the queue reads, too. */
  private static Duration sinceFirstReceive(SQSEvent.SQSMessage message) {
    var received = message.getAttributes().get("ApproximateFirstReceiveTimestamp");
    return Duration.ofMillis(System.currentTimeMillis() - Long.parseLong(received));
  }

  @Test
  void invokesAsManyTimesAtOnceAsTheTemplateAllowsAndNotMore() throws Exception {
    var maximum = 5;
    var all = new CyclicBarrier(maximum);
    var running = new AtomicInteger();
    var highest = new AtomicInteger();
    process(
        AT_ONCE,
        (_, _) -> {
          highest.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          } finally {
            running.decrementAndGet();
          }
          return SUCCESS;
        },
        Collections.nCopies(2 * maximum, "{}").toArray(String[]::new));

    assertThat(received).hasSize(2 * maximum);
    assertThat(highest).hasValue(maximum);
  }

  @Test
  void closingLetsTheRunningInvocationEnd() throws Exception {
    var started = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var source =
        start(
            AT_ONCE,
            (_, _) -> {
              started.countDown();
              await(finish);
              return SUCCESS;
            });
    queue.send("{}", "push");
    await(started);

    assertThatThrownBy(() -> source.awaitIdle(Duration.ZERO)).hasMessageContaining("inFlight=1");

    var closing = Thread.startVirtualThread(source::close);
    finish.countDown();
    closing.join();
    queue.send("later", "push");

    assertThat(logged).isEmpty();
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0));
  }

  @Test
  void givesAnInvocationTheTimeoutOfTheTemplate() throws Exception {
    process(
        AT_ONCE,
        (_, context) -> {
          context.getLogger().log("left: " + context.getRemainingTimeInMillis());
          return SUCCESS;
        },
        "{}");

    assertThat(logged).singleElement().asString().matches("left: (900000|89\\d{4})");
  }

  private void process(
      Retry retry, RequestHandler<SQSEvent, SQSBatchResponse> answer, String... bodies)
      throws InterruptedException {
    try (var source = start(retry, answer)) {
      for (var body : bodies) {
        queue.send(body, "push");
      }
      source.awaitIdle(PATIENCE);
    }
  }

  private LocalEventSource start(Retry retry, RequestHandler<SQSEvent, SQSBatchResponse> answer) {
    return LocalEventSource.start(
        template,
        queue,
        (event, context) -> {
          received.addAll(event.getRecords());
          return answer.handleRequest(event, context);
        },
        retry,
        logged::add);
  }

  private static SQSBatchResponse failure(String messageId) {
    return new SQSBatchResponse(List.of(new BatchItemFailure(messageId)));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
