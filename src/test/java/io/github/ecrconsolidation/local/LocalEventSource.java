package io.github.ecrconsolidation.local;

import static java.util.stream.Collectors.toMap;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.ecrconsolidation.template.Template;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Lambda's event source mapping: takes messages from the queue to the handler, several at a time,
 * deletes what succeeded and leaves the rest to the visibility timeout.
 */
public final class LocalEventSource implements AutoCloseable {

  /** How a message that failed comes back: as in SQS, or without waiting for the time to pass. */
  public enum Retry {
    AFTER_VISIBILITY_TIMEOUT,
    /** As in SQS if the handler reported the failure; without waiting if it threw. */
    AT_ONCE_WHEN_IT_THREW,
    AT_ONCE
  }

  private enum End {
    SUCCESS,
    REPORTED_FAILURE,
    THREW
  }

  private final LocalQueue queue;
  private final RequestHandler<SQSEvent, SQSBatchResponse> handler;
  private final Retry retry;
  private final Consumer<String> log;
  private final String queueArn;
  private final Duration functionTimeout;
  private final Semaphore free;
  private final ExecutorService poller = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService invocations = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  private LocalEventSource(
      Template template,
      LocalQueue queue,
      RequestHandler<SQSEvent, SQSBatchResponse> handler,
      Retry retry,
      Consumer<String> log) {
    var function = "Resources/MirrorFunction/Properties/";
    this.queue = queue;
    this.handler = handler;
    this.retry = retry;
    this.log = log;
    queueArn = queue.arn();
    functionTimeout = Duration.ofSeconds(template.number(function + "Timeout"));
    free =
        new Semaphore(
            template.number(function + "Events/Queue/Properties/ScalingConfig/MaximumConcurrency"));
    poller.execute(this::poll);
  }

  /** Starts polling; the log receives what the handler logs and what it throws. */
  public static LocalEventSource start(
      Template template,
      LocalQueue queue,
      RequestHandler<SQSEvent, SQSBatchResponse> handler,
      Retry retry,
      Consumer<String> log) {
    return new LocalEventSource(template, queue, handler, retry, log);
  }

  /** Waits until the queue is empty and nothing is in flight: all work is done or given up. */
  public synchronized void awaitIdle(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    // One reading: a message may change sides between two.
    for (var depth = queue.depth(); !depth.isEmpty(); depth = queue.depth()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not idle after %s: %s".formatted(patience, depth));
      }
      wait(50); // an end of an invocation wakes earlier; a message may also end as a dead letter
    }
  }

  /** Takes no more messages, and returns when the running invocations have. */
  @Override
  public void close() {
    closed = true;
    poller.close();
    invocations.close();
  }

  private void poll() {
    try {
      for (free.acquire(); !closed; free.acquire()) {
        queue.receive().ifPresentOrElse(this::start, free::release);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the poller", e);
    }
  }

  private void start(Message message) {
    invocations.execute(() -> {
      try {
        process(message);
      } finally {
        free.release();
        synchronized (this) {
          notifyAll();
        }
      }
    });
  }

  private void process(Message message) {
    var end = end(message);
    if (end == End.SUCCESS) {
      queue.delete(message);
    } else if (retry == Retry.AT_ONCE
        || (end == End.THREW && retry == Retry.AT_ONCE_WHEN_IT_THREW)) {
      queue.makeVisible(message);
    }
  }

  private End end(Message message) {
    try {
      var context = LocalContext.withRemaining(functionTimeout, log);
      return isSuccess(handler.handleRequest(event(message), context))
          ? End.SUCCESS
          : End.REPORTED_FAILURE;
    } catch (RuntimeException | Error e) { // Lambda survives whatever a function throws
      var trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      log.accept("%s: %s".formatted(message.messageId(), trace));
      return End.THREW;
    }
  }

  /** In a batch of one, any reported item fails it: known, unknown or empty. */
  private static boolean isSuccess(@Nullable SQSBatchResponse response) {
    return response == null
        || response.getBatchItemFailures() == null
        || response.getBatchItemFailures().isEmpty();
  }

  private SQSEvent event(Message message) {
    var record = new SQSEvent.SQSMessage();
    record.setMessageId(message.messageId());
    record.setReceiptHandle(message.receiptHandle());
    record.setBody(message.body());
    record.setMd5OfBody(message.md5OfBody());
    record.setAttributes(
        message.attributes().entrySet().stream()
            .collect(toMap(entry -> entry.getKey().toString(), Map.Entry::getValue)));
    record.setMessageAttributes(Map.of());
    record.setEventSource("aws:sqs");
    record.setEventSourceArn(queueArn);
    record.setAwsRegion(Template.REGION);
    var event = new SQSEvent();
    event.setRecords(List.of(record));
    return event;
  }
}
