package io.github.ecrconsolidation.localecr;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * The script of what goes wrong: rules that match calls by operation, repository and subject, each
 * for a number of calls. It also throttles and delays. Without a rule nothing ever goes wrong.
 */
public final class Faults {
  /** Matches every operation, repository or subject. */
  public static final String ANY = "*";

  /**
   * ECR's quotas count the registry calls as the API actions behind them (UG, "Service quotas").
   */
  private static final Map<String, String> API_ACTIONS =
      Map.of(
          "PUT manifest", "PutImage",
          "GET manifest", "BatchGetImage",
          "DELETE manifest", "BatchDeleteImage",
          "HEAD blob", "BatchCheckLayerAvailability",
          "GET blob", "GetDownloadUrlForLayer",
          "POST upload", "InitiateLayerUpload",
          "PATCH upload", "UploadLayerPart",
          "PUT upload", "CompleteLayerUpload");

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, TokenBucket> limits = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile Duration latency = Duration.ZERO;
  private volatile Optional<RandomFaults> chance = Optional.empty();

  Faults(Clock clock) {
    this.clock = clock;
  }

  /** Starts a rule, for instance {@code on("PutImage").times(2).throttle()}. */
  public Match on(String operation) {
    return new Match(operation, ANY, ANY, Integer.MAX_VALUE);
  }

  /** Forgets all rules, limits, latency and chances. */
  public synchronized void clear() {
    rules.clear();
    limits.clear();
    latency = Duration.ZERO;
    chance = Optional.empty();
  }

  /** From now on faults come by chance to the calls that no rule is for. */
  public void byChance(RandomFaults faults) {
    chance = Optional.of(faults);
  }

  /** Lets every request take this much longer, in real time. */
  public void latency(Duration duration) {
    latency = duration;
  }

  /** Throttles an API action, by the injected clock, together with its registry counterpart. */
  public void limit(String action, double perSecond, int burst) {
    limits.put(action, new TokenBucket(clock, perSecond, burst));
  }

  /** Which calls a rule is for; the last method of the chain says what happens to them. */
  public final class Match {
    private final String operation;
    private final String repository;
    private final String subject;
    private final int times;

    private Match(String operation, String repository, String subject, int times) {
      this.operation = operation;
      this.repository = repository;
      this.subject = subject;
      this.times = times;
    }

    public Match in(String name) {
      return new Match(operation, name, subject, times);
    }

    /** Only calls that name this digest, tag or upload. */
    public Match about(String digestOrTag) {
      return new Match(operation, repository, digestOrTag, times);
    }

    public Match times(int count) {
      return new Match(operation, repository, subject, count);
    }

    public Match once() {
      return times(1);
    }

    public void throttle() {
      refuse(EcrError.THROTTLING);
    }

    public void throttle(Duration retryAfter) {
      add(new Fault.Refuse(throttled().retryAfter(retryAfter)));
    }

    public void refuse(EcrError error) {
      add(new Fault.Refuse(error == EcrError.THROTTLING ? throttled() : scripted(error)));
    }

    /** Answers with this JSON, as if the call had been made, which it was not. */
    public void answer(String json) {
      add(new Fault.Answer(json));
    }

    public void before(Runnable hook) {
      add(new Fault.Before(hook));
    }

    public void after(Runnable hook) {
      add(new Fault.After(hook));
    }

    public void loseResponse() {
      add(new Fault.LoseResponse());
    }

    public void cutBody(long afterBytes) {
      spoil(body -> SpoiledBody.cut(body, afterBytes));
    }

    public void corruptBody() {
      spoil(SpoiledBody::corrupted);
    }

    public void holdBody(CountDownLatch gate) {
      spoil(body -> SpoiledBody.held(body, gate));
    }

    /** In real time: for trying things by hand, not for tests. */
    public void slowBody(Duration per64KiB) {
      spoil(body -> SpoiledBody.slow(body, per64KiB));
    }

    private void spoil(UnaryOperator<Body> change) {
      add(new Fault.Spoil(change));
    }

    private void add(Fault fault) {
      synchronized (Faults.this) {
        rules.add(new Rule(this, fault));
      }
    }

    private boolean matches(Call call) {
      return (operation.equals(ANY) || operation.equals(call.operation()))
          && (repository.equals(ANY) || repository.equals(call.repository()))
          && (subject.equals(ANY) || call.subjects().contains(subject));
    }
  }

  private static final class Rule {
    private final Match match;
    private final Fault fault;
    private int left;

    Rule(Match match, Fault fault) {
      this.match = match;
      this.fault = fault;
      this.left = match.times;
    }
  }

  /**
   * The faults due for this call. A refusal comes alone, so that rules about effects wait for a
   * call that has one.
   */
  List<Fault> take(Call call) {
    LockSupport.parkNanos(latency.toNanos());
    var bucket =
        Optional.ofNullable(
            limits.get(API_ACTIONS.getOrDefault(call.operation(), call.operation())));
    if (bucket.isPresent() && !bucket.get().take()) {
      return List.of(new Fault.Refuse(throttled()));
    }
    var ruled = takeRules(call);
    return ruled.isEmpty() ? chance.map(faults -> faults.next(call)).orElse(List.of()) : ruled;
  }

  private synchronized List<Fault> takeRules(Call call) {
    var due = rules.stream().filter(rule -> rule.match.matches(call)).toList();
    var refusal = due.stream().filter(rule -> replaces(rule.fault)).findFirst();
    var taken = refusal.map(List::of).orElse(due);
    taken.forEach(rule -> rule.left--);
    rules.removeIf(rule -> rule.left == 0);
    return taken.stream().map(rule -> rule.fault).toList();
  }

  private static boolean replaces(Fault fault) {
    return fault instanceof Fault.Refuse || fault instanceof Fault.Answer;
  }

  private static EcrException throttled() {
    return EcrException.of(EcrError.THROTTLING, "Rate exceeded");
  }

  private static EcrException scripted(EcrError error) {
    return EcrException.of(error, error + ", because a fault script says so");
  }
}
