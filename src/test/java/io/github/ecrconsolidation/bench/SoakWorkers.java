package io.github.ecrconsolidation.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.LocalClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Handles each message in one of two processes that are killed now and then, or, while both are
 * busy, in this one, where an Error cuts it off instead.
 */
final class SoakWorkers implements RequestHandler<SQSEvent, SQSBatchResponse>, AutoCloseable {
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", SoakRegistry.CONSOLIDATED);
  private static final int PROCESSES = 2;

  /** The invocation was cut off: its message stays in flight. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private record Child(Process process, BufferedReader answers) {}

  /** Where one process may be. */
  private static final class Slot {
    private Optional<Child> child = Optional.empty();
  }

  private final URI ecr;
  private final URI bus;
  private final SoakLedger ledger;
  private final MirrorHandler here;
  private final BlockingQueue<Slot> idle = new ArrayBlockingQueue<>(PROCESSES);
  private final List<Process> alive = new CopyOnWriteArrayList<>();
  final AtomicInteger killed = new AtomicInteger();

  SoakWorkers(URI ecr, URI bus, SoakLedger ledger, FatalClock clock) {
    this.ecr = ecr;
    this.bus = bus;
    this.ledger = ledger;
    this.here =
        LocalFunctions.mirror(
            ENVIRONMENT, ecr, bus, LocalClients.impatient(), clock, ledger::logged);
    for (var i = 0; i < PROCESSES; i++) {
      idle.add(new Slot());
    }
  }

  /** Kills one of the processes, if there is one, whatever it is doing. */
  void kill() {
    var processes = List.copyOf(alive);
    if (!processes.isEmpty()) {
      processes.get(ThreadLocalRandom.current().nextInt(processes.size())).destroyForcibly();
      killed.incrementAndGet();
    }
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    var message = event.getRecords().getFirst();
    // The same message may be handled twice at a time.
    message.setMessageId(message.getMessageId() + "#" + ledger.begin(message.getBody()));
    var cutOff = true;
    try {
      var response = handle(event, message, context);
      cutOff = false;
      ledger.ended(message, response.getBatchItemFailures().isEmpty());
      return response;
    } finally {
      ledger.end(message.getBody(), cutOff);
    }
  }

  private SQSBatchResponse handle(SQSEvent event, SQSMessage message, Context context) {
    var slot = idle.poll();
    if (slot == null) {
      return here.handleRequest(event, context);
    }
    try {
      var child = slot.child.filter(it -> it.process().isAlive()).orElseGet(this::start);
      slot.child = Optional.of(child);
      return new SQSBatchResponse(
          isDone(child, message)
              ? List.of()
              : List.of(new BatchItemFailure(message.getMessageId())));
    } finally {
      idle.add(slot);
    }
  }

  private boolean isDone(Child child, SQSMessage message) {
    try {
      var line = SoakWorker.line(message.getMessageId(), message.getBody()) + "\n";
      child.process().getOutputStream().write(line.getBytes(UTF_8));
      child.process().getOutputStream().flush();
      for (var answer = child.answers().readLine();
          answer != null;
          answer = child.answers().readLine()) {
        if (answer.startsWith(SoakWorker.ENDED)) {
          return Boolean.parseBoolean(answer.substring(SoakWorker.ENDED.length()));
        }
        ledger.logged(answer);
      }
    } catch (IOException _) {
      // Killed while it was written to.
    }
    alive.remove(child.process());
    throw new Killed();
  }

  private Child start() {
    try {
      var process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SoakWorker.class.getName(),
                  ecr.toString(),
                  bus.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      alive.add(process);
      return new Child(
          process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    alive.forEach(Process::destroyForcibly);
  }
}
