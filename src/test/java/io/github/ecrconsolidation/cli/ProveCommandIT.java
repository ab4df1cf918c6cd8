package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.LocalAccount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the operator sees of {@code prove}, against the local ECR. */
class ProveCommandIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private LocalAccount account;

  @BeforeEach
  void start() throws IOException {
    account = new LocalAccount();
  }

  @AfterEach
  void stop() {
    account.close();
  }

  private int run(String input, String... arguments) {
    out.reset();
    err.reset();
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(err, true, UTF_8)) {
      var console =
          new Console(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)), to, errors);
      var command =
          new ProveCommand(
              console,
              (_, _) -> {
                var http = LocalAccount.http();
                return new Wiring(http, account.process(http));
              });
      return new CommandLine(command).execute(arguments);
    }
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  @Test
  void saysWhatItWillDoAsksAndPrintsATable() {
    assertThat(run("yes\n", "--region", "us-east-1")).isZero();

    assertThat(err())
        .contains("three repositories ecr-consolidation-proof-", "a few cents", "prove-policy.json")
        .contains("Account " + LocalEcr.ACCOUNT + ", region us-east-1.", "Go on?");
    assertThat(out())
        .containsPattern("(?m)^holds +layer-outlives-image +AVAILABLE and downloaded")
        .containsPattern("(?m)^open +layer-outlives-image-later")
        .doesNotContain("DIFFERS");
    assertThat(account.everything()).isEmpty();
  }

  @Test
  void doesNothingUnlessItIsConfirmed() {
    for (var answer : new String[] {"", "no\n", "y\n"}) {
      assertThat(run(answer, "--region", "us-east-1")).isEqualTo(2);
      assertThat(err()).contains("not confirmed");
    }
    assertThat(account.ecr().audit().count("CreateRepository")).isZero();
  }

  @Test
  void refusesAnAccountThatWasNotNamed() {
    assertThat(run("", "--region", "us-east-1", "--yes")).isEqualTo(2);
    assertThat(err()).contains("--yes needs --account");
    assertThat(run("", "--region", "us-east-1", "--yes", "--account", "999999999999")).isEqualTo(2);
    assertThat(err()).contains("these credentials are of account " + LocalEcr.ACCOUNT);
    assertThat(run("", "--yes", "--account", LocalEcr.ACCOUNT)).isEqualTo(2);
    assertThat(account.ecr().audit().count("CreateRepository")).isZero();
  }

  @Test
  void refusesToRecordWhatWasNotLookedAtLater() {
    assertThat(run("yes\n", "--region", "us-east-1", "--record", "data-platform-dev")).isEqualTo(2);
    assertThat(err()).contains("--record needs --wait or --check");
  }

  @Test
  void refusesOptionsThatACheckWouldNotHeed() {
    for (var option : List.of("--events", "--wait=PT1H", "--kms-key=key")) {
      assertThat(run("yes\n", "--region", "us-east-1", "--check", "3f9c1a77e0b2", option))
          .as(option)
          .isEqualTo(2);
      assertThat(err()).contains("--check excludes");
    }
    assertThat(account.ecr().audit().entries()).isEmpty();
  }

  @Test
  void explainsWhatDoesNotHold() {
    account.ecr().store().read(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE);

    assertThat(run("yes\n", "--region", "us-east-1")).isEqualTo(1);

    assertThat(out())
        .containsPattern("(?m)^DIFFERS +layer-outlives-image +2 mounted blobs cannot")
        .contains("  means       do not clean up", "  relied on   DeletingRemoval");
  }

  @Test
  void printsJson() {
    assertThat(
            run(
                "",
                "--region",
                "us-east-1",
                "--yes",
                "--account",
                LocalEcr.ACCOUNT,
                "--events",
                "--json"))
        .isZero();

    var report = JsonObject.parse(out());
    assertThat(report.text("account")).contains(LocalEcr.ACCOUNT);
    assertThat(report.number("exitCode")).contains(0L);
    assertThat(report.objects("results"))
        .hasSizeGreaterThan(20)
        .allMatch(it -> it.text("result").isPresent() && !it.texts("reliedOnBy").isEmpty());
  }

  @Test
  void cleansUpWhatAKeptRunLeft() {
    assertThat(run("yes\n", "--region", "us-east-1", "--keep")).isZero();
    assertThat(account.everything()).hasSize(2);

    assertThat(run("yes\n", "--region", "us-east-1", "--clean-up")).isZero();
    assertThat(err()).contains("repository ecr-consolidation-proof-");
    assertThat(account.everything()).isEmpty();
    assertThat(run("", "--region", "us-east-1", "--clean-up")).isZero();
    assertThat(err()).contains("nothing of prove is left");
  }

  /** As a policy that lacks one action: the others are tried, and what is missing is named. */
  @Test
  void namesThePermissionThatIsMissingWhateverItIs() {
    run("yes\n", "--region", "us-east-1", "--events");
    var operations =
        account.ecr().audit().entries().stream().map(it -> it.operation()).distinct().toList();
    assertThat(operations).hasSizeGreaterThan(15);

    for (var operation : operations) {
      account.ecr().faults().on(operation).refuse(EcrError.ACCESS_DENIED);

      var code = run("yes\n", "--region", "us-east-1");

      assertThat(out() + err()).as(operation).containsPattern("AccessDenied|DENIED|HTTP 403");
      assertThat(code).as(operation).isIn(0, 2);
      assertThat(err() + out()).as(operation).doesNotContain("\tat ", "Exception in");
      account.ecr().faults().clear();
      assertThat(run("yes\n", "--region", "us-east-1", "--clean-up")).as(operation).isZero();
      assertThat(account.everything()).as(operation).isEmpty();
    }
  }

  @Test
  void neverPrintsTheToken() {
    run("yes\n", "--region", "us-east-1", "--json", "--events");

    assertThat(out() + err()).doesNotContain("Basic ", "QVdTO", "Authorization");
  }
}
