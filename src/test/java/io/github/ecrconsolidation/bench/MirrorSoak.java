package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.lambda.ReconcileHandler;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalEventSource;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.local.LocalQueue;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RandomFaults;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Bad days without end: random pushes, retags and direct pushes, events that are dropped, doubled
 * and late, faults in every operation, logins that expire, workers and reconciliations that are
 * killed. Then all faults stop, and what has to hold is checked. The arguments are the minutes and
 * the seed; what is done depends on the seed, how it interleaves does not.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
 * java -cp target/test-classes:target/classes:$(cat target/test-classpath) \
 *   io.github.ecrconsolidation.bench.MirrorSoak 10 1
 * </pre>
 *
 * It exits with 1 if anything does not hold.
 */
final class MirrorSoak implements AutoCloseable {
  private static final int FAULTS_PER_MILLE = 60;
  private static final int MOST_WAITING = 50;
  private static final Duration VISIBILITY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final List<String> OUTAGES =
      List.of(
          "DescribeImages",
          "BatchGetImage",
          "BatchCheckLayerAvailability",
          "PutImage",
          "POST mount",
          "PATCH upload",
          "GET blob",
          "GetObject",
          "GetAuthorizationToken",
          "DescribeRepositories");

  private final Random random;
  private final RandomFaults faults;
  private final LocalClock clock = LocalClock.following(Clock.systemUTC());
  private final LocalClock registryClock = LocalClock.following(Clock.systemUTC());
  private final FatalClock fatalClock = new FatalClock(clock);
  private final SoakLedger ledger = new SoakLedger();
  private final LocalQueue queue;
  private final SoakDelivery delivery;
  private final LocalEventBus bus;
  private final LocalEcr ecr;
  private final SoakRegistry registry;
  private final SoakWorkers workers;
  private final ReconcileHandler reconciler;
  private final LocalEventSource source;
  private final ExecutorService reconciliations = Executors.newSingleThreadExecutor();
  private final AtomicBoolean reconciling = new AtomicBoolean();
  private final Map<String, Integer> done = new TreeMap<>();

  private MirrorSoak(long seed) throws IOException {
    random = new Random(seed);
    faults = new RandomFaults(seed, FAULTS_PER_MILLE);
    var template = Template.with(Map.of("ConsolidatedRepository", SoakRegistry.CONSOLIDATED));
    queue = LocalQueue.start(template, VISIBILITY);
    delivery = new SoakDelivery(queue, ledger, seed);
    bus = LocalEventBus.start(template, delivery::send, clock);
    ecr = LocalEcr.builder().clock(registryClock).events(this::happened).start();
    registry = new SoakRegistry(ecr, ledger, seed);
    workers = new SoakWorkers(ecr.endpoint(), bus.endpoint(), ledger, fatalClock);
    var environment = new HashMap<>(SoakWorkers.ENVIRONMENT);
    environment.put("MIRROR_QUEUE_URL", queue.url());
    reconciler =
        LocalFunctions.reconcile(
            environment,
            ecr.endpoint(),
            bus.endpoint(),
            queue.endpoint(),
            LocalClients.impatient(),
            fatalClock,
            _ -> {});
    source =
        LocalEventSource.start(
            template,
            queue,
            workers,
            LocalEventSource.Retry.AFTER_VISIBILITY_TIMEOUT,
            this::thrown);
  }

  public static void main(String[] arguments) throws Exception {
    var seed = Long.parseLong(arguments[1]);
    List<String> violations;
    try (var soak = new MirrorSoak(seed)) {
      soak.run(Duration.ofMinutes(Long.parseLong(arguments[0])));
      soak.settle();
      soak.tell(seed);
      violations = List.copyOf(soak.ledger.violations);
    }
    System.exit(violations.isEmpty() ? 0 : 1);
  }

  /** Root last, and never backwards, at the very moment a tag appears. */
  private void happened(String event) {
    var detail = JsonObject.parse(event).object("detail").orElseThrow();
    var tag = detail.text("image-tag").orElse("");
    if (detail.text("repository-name").orElse("").equals(SoakRegistry.CONSOLIDATED)
        && detail.text("action-type").orElse("").equals("PUSH")) {
      var digest = detail.text("image-digest").orElseThrow();
      ledger.violations.addAll(new SoakChecks(ecr.store()).holes(digest));
      if (registry.isStepBack(tag, digest)) {
        ledger.violations.add("%s went back to %s".formatted(tag, digest));
      }
    }
    bus.accept(event);
  }

  private void thrown(String text) {
    if (text.contains("Exception") && !text.contains(SoakWorkers.Killed.class.getName())) {
      ledger.violations.add("thrown: " + text);
    }
  }

  private void run(Duration time) {
    ecr.faults().byChance(faults);
    var begin = System.nanoTime();
    for (var second = 0L; second < time.toSeconds(); ) {
      // On a slow machine all of it would still wait when the faults stop.
      if (queue.depth().waiting() < MOST_WAITING) {
        registry.step();
        delivery.sendDue();
      }
      for (var now = (System.nanoTime() - begin) / 1_000_000_000; second < now; second++) {
        trouble(second);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** What happens in one second of the run. */
  private void trouble(long second) {
    if (second % 8 == 0) {
      otherTrouble();
    }
    if (second % 15 == 7) {
      workers.kill();
    }
    if (second % 20 == 10 && reconciling.compareAndSet(false, true)) {
      reconciliations.execute(this::reconcileOnce);
    }
    if (second % 45 == 44) {
      count("logins expired");
      registryClock.advance(Duration.ofHours(13));
      if (random.nextBoolean()) {
        clock.advance(Duration.ofHours(13));
      }
    }
    if (second % 60 == 59) {
      delivery.redrive();
    }
  }

  /** One kind of trouble that lasts, instead of the one before. */
  private void otherTrouble() {
    faults.outageOver();
    fatalClock.kill(0);
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        count("outages");
        var kinds = RandomFaults.Kind.values();
        faults.outage(
            OUTAGES.get(random.nextInt(OUTAGES.size())), kinds[random.nextInt(kinds.length)]);
      }
      case 2 -> fatalClock.kill(200);
      default -> {
        bus.throttleNextCalls(random.nextInt(60));
        bus.failNextEntries(random.nextInt(20));
      }
    }
  }

  private void reconcileOnce() {
    try {
      count(
          Boolean.TRUE.equals(reconcile("{}").members().get("complete"))
              ? "reconciliations complete"
              : "reconciliations incomplete");
    } catch (SoakWorkers.Killed _) {
      count("reconciliations killed");
    } catch (RuntimeException e) {
      // An Error in parallel work arrives as a cause.
      count(
          e.getCause() instanceof SoakWorkers.Killed
              ? "reconciliations killed"
              : "reconciliations failed");
    } finally {
      reconciling.set(false);
    }
  }

  private JsonObject reconcile(String input) {
    return JsonObject.parse(
        LocalInvocation.answer(reconciler, input, Duration.ofMinutes(15), _ -> {}));
  }

  private synchronized void count(String what) {
    done.merge(what, 1, Integer::sum);
  }

  /** Faults stop; what waits is done, then what one reconciliation finds; then all has to hold. */
  private void settle() throws Exception {
    System.out.printf("faults stop; %s%n", queue.depth());
    ecr.faults().clear();
    fatalClock.kill(0);
    bus.throttleNextCalls(0);
    bus.failNextEntries(0);
    while (reconciling.get()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    delivery.stop();
    // A message may have used up its receives before the faults stopped.
    do {
      source.awaitIdle(PATIENCE);
    } while (delivery.redrive() > 0);
    var redriven = delivery.redriven();
    check("the first reconciliation", reconcile("{}"), false);
    source.awaitIdle(PATIENCE);
    check("the second reconciliation", reconcile("{}"), true);
    source.awaitIdle(PATIENCE);
    if (delivery.redrive() > 0) {
      ledger.violations.add((delivery.redriven() - redriven) + " dead letters without a fault");
    }
    ledger.unsettled().forEach(event -> ledger.violations.add("no end of " + event));
    ledger.violations.addAll(registry.discrepancies());
    ledger.violations.addAll(new SoakChecks(ecr.store()).all());
  }

  private void check(String what, JsonObject result, boolean agrees) {
    var requested = result.number("requested").orElse(-1L);
    System.out.printf("%s requested %d: %s%n", what, requested, result.members().get("decisions"));
    if (!Boolean.TRUE.equals(result.members().get("complete")) || (agrees && requested > 0)) {
      ledger.violations.add("%s: %s".formatted(what, JsonObject.write(result.members())));
    }
  }

  private void tell(long seed) {
    System.out.printf("seed %d%n", seed);
    System.out.printf("done: %s %s%n", registry.done(), done);
    System.out.printf("events: %s%n", delivery.counts());
    System.out.printf(
        "messages: %d, deliveries: %d, redriven: %d%n",
        ledger.messages(), ledger.deliveries.get(), delivery.redriven());
    System.out.printf("results: %s%n", ledger.outcomes());
    System.out.printf("faults: %s%n", faults.counts());
    System.out.printf(
        "kills: %d processes, %d invocations by an Error%n",
        workers.killed.get(), fatalClock.killed.get());
    System.out.printf("requests: %s%n", requests());
    System.out.printf(
        "the consolidated repository has %d tags and %d manifests%n",
        ecr.store().tags(SoakRegistry.CONSOLIDATED).size(),
        ecr.store().digests(SoakRegistry.CONSOLIDATED).size());
    System.out.printf("violations: %d%n", ledger.violations.size());
    ledger.violations.stream().limit(50).forEach(System.out::println);
  }

  private Map<String, Long> requests() {
    return ecr.audit().entries().stream()
        .collect(
            Collectors.groupingBy(Audit.Entry::operation, TreeMap::new, Collectors.counting()));
  }

  @Override
  public void close() {
    source.close();
    workers.close();
    reconciliations.shutdownNow();
    delivery.close();
    bus.close();
    queue.close();
    registry.close();
    ledger.close();
    ecr.close();
  }
}
