package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.Proof;
import io.github.ecrconsolidation.prove.ProofCleanUp;
import io.github.ecrconsolidation.prove.ProofId;
import io.github.ecrconsolidation.prove.ProofOptions;
import io.github.ecrconsolidation.prove.ProofReport;
import io.github.ecrconsolidation.prove.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prove}: lets the user's own account prove what no document says about ECR. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Creates repositories of its own, tries in them what this product assumes of ECR, deletes"
          + " them again, and prints what holds. It touches nothing else, says first what it will"
          + " do, and asks. docs/prove.md lists the assumptions."
    },
    footer = {
      "",
      "Credentials are those of the environment, as for the AWS command line.",
      "Exit code: 0 what the product relies on holds, 1 something does not, 2 it could not run."
    })
final class ProveCommand implements Callable<Integer> {
  private final Console console;
  private final BiFunction<String, Consumer<String>, Wiring> wiring;

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "where to run; settings of ECR are per account and region")
  private String region = "";

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "refuse to run in any other account; needed with --yes")
  private Optional<String> account = Optional.empty();

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Option(
      names = "--kms-key",
      paramLabel = "KEY",
      description = "encrypt the repositories with this key, as the legacy repositories are")
  private Optional<String> kmsKey = Optional.empty();

  @Option(names = "--events", description = "look at events too, with a rule and a queue")
  private boolean events;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "wait so long, such as PT1H, and look again at what shows later")
  private Optional<Duration> wait = Optional.empty();

  @Option(names = "--keep", description = "leave the repositories for --check; a day is best")
  private boolean keep;

  @Option(
      names = "--check",
      paramLabel = "RUN",
      description = "look again at a run that was kept, then remove it")
  private Optional<String> check = Optional.empty();

  @Option(
      names = "--record",
      paramLabel = "REPOSITORY",
      description =
          "with --wait or --check: if everything is proven, a day later too, tag this consolidated"
              + " repository with ecr-consolidation:proved")
  private Optional<String> record = Optional.empty();

  @Option(names = "--clean-up", description = "only remove what runs have left, found by its tag")
  private boolean cleanUp;

  @Option(
      names = "--json",
      description = "print JSON; everything else is printed to standard error")
  private boolean json;

  ProveCommand(Console console) {
    this(console, Wiring::of);
  }

  /**
   * @param wiring the clients of a region, and who is told what is being done
   */
  ProveCommand(Console console, BiFunction<String, Consumer<String>, Wiring> wiring) {
    this.console = console;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    var misuse = misuse();
    if (misuse.isPresent()) {
      return failed(misuse.get());
    }
    try (var clients = wiring.apply(region, line -> console.err().println("  " + line))) {
      return inAccount(clients.surroundings());
    } catch (RegistryException | IllegalArgumentException | IOException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> misuse() {
    if (yes && account.isEmpty()) {
      return Optional.of("--yes needs --account: the account must be named or confirmed");
    }
    if (record.isPresent() && wait.isEmpty() && check.isEmpty()) {
      return Optional.of(
          "--record needs --wait or --check: what shows later must have been looked at");
    }
    if (check.isPresent() && (events || wait.isPresent() || kmsKey.isPresent())) {
      return Optional.of("--check excludes --events, --wait and --kms-key");
    }
    if (cleanUp && (check.isPresent() || keep || record.isPresent())) {
      return Optional.of("--clean-up excludes --check, --keep and --record");
    }
    return Optional.empty();
  }

  private int inAccount(Surroundings surroundings) throws IOException {
    surroundings.progress().accept("asking whose credentials these are");
    var found = surroundings.account();
    if (account.filter(named -> !named.equals(found)).isPresent()) {
      return failed(
          "these credentials are of account %s, and --account names %s: use others, or name this one; nothing was touched"
              .formatted(found, account.orElse("")));
    }
    if (cleanUp) {
      return cleanUp(surroundings, found);
    }
    var repository = record.map(RepositoryName::new);
    var id = check.map(ProofId::new).orElseGet(ProofId::random);
    if (!agreed(check.isPresent() ? checkPlan(id) : plan(id), found)) {
      return failed("not confirmed: nothing was done");
    }
    var proof = new Proof(surroundings, id);
    var report =
        check.isPresent()
            ? proof.check(keep, repository)
            : proof.run(new ProofOptions(kmsKey, events, wait, keep, repository));
    console
        .out()
        .print(json ? ProofTable.json(report, found, region) + "\n" : ProofTable.text(report));
    return report.exitCode();
  }

  private int cleanUp(Surroundings surroundings, String found) throws IOException {
    var cleaning = new ProofCleanUp(surroundings);
    var left = cleaning.find();
    left.obstacles().forEach(it -> console.err().println("problem: " + it));
    if (left.isEmpty()) {
      console.err().println("nothing of prove is left");
      return left.obstacles().isEmpty() ? ProofReport.HOLDS : ProofReport.COULD_NOT_RUN;
    }
    var names = new StringBuilder("Deletes, each only if it carries the tag of its run:\n");
    left.repositories().forEach(name -> names.append("  repository ").append(name).append('\n'));
    left.rulesAndQueues().forEach(it -> names.append("  rule, queue ").append(it).append('\n'));
    if (!agreed(names.toString(), found)) {
      return failed("not confirmed: nothing was done");
    }
    var obstacles = cleaning.remove(left);
    obstacles.forEach(it -> console.err().println("problem: " + it));
    return obstacles.isEmpty() && left.obstacles().isEmpty()
        ? ProofReport.HOLDS
        : ProofReport.COULD_NOT_RUN;
  }

  private String plan(ProofId id) {
    return """
    Run %s creates three repositories %s%s/..., tagged %s=%s%s,
    pushes about 30 images of a kilobyte, archives one, and deletes %s. Everything else in the account is left as
    it is%s. It takes about a minute and costs less than a few cents.
    Permissions: docs/prove-policy.json.
    """
        .formatted(
            id,
            ProofId.PREFIX,
            id,
            ProofId.TAG_KEY,
            id,
            events ? ",\nand a rule on the default bus and an SQS queue of that name" : "",
            keep ? "them when you say prove --clean-up" : "all of them at the end",
            record.map(it -> ", but for a resource tag on " + it).orElse(""));
  }

  private String checkPlan(ProofId id) {
    return "Looks again at run %s, and then %s%s.%n"
        .formatted(
            id,
            keep ? "keeps it" : "deletes its repositories",
            record.map(it -> "; tags " + it + " if everything holds").orElse(""));
  }

  /** Whether the operator agrees; who says --yes has named the account. */
  private boolean agreed(String plan, String found) throws IOException {
    console.err().printf("%sAccount %s, region %s.%n", plan, found, region);
    if (yes) {
      return true;
    }
    console.err().print("Go on? [yes/no] ");
    console.err().flush();
    var answer =
        Optional.ofNullable(
            new BufferedReader(new InputStreamReader(console.in(), UTF_8)).readLine());
    return answer.filter(it -> it.strip().equalsIgnoreCase("yes")).isPresent();
  }

  private int failed(String why) {
    console.err().println("prove: " + why);
    return ProofReport.COULD_NOT_RUN;
  }
}
