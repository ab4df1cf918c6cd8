package io.github.ecrconsolidation.localsystem;

import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.localecr.LocalEcrServer;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Runs a {@link LocalSystem} until it is interrupted: {@code mvn exec:exec@serve}. */
final class Serve {
  private static final String SAMPLE = "ml-platform/sample";

  private Serve() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    CompiledClasses.load(MirrorHandler.class);
    CompiledClasses.load(Serve.class);
    var system = listen(System.getProperty("port", "4510"));
    Runtime.getRuntime().addShutdownHook(new Thread(system::close));
    System.out.printf(
        """
        %1$s%2$s/%4$s:v1 is there to copy from
        push to %2$s/ml-platform/backend or /frontend, pull from %2$s/%3$s:<service>-<tag>
        for prove --region us-east-1:
          export %5$s
        Ctrl-C ends it; nothing is kept
        """,
        LocalEcrServer.ready(system.ecr()),
        system.endpoint().getAuthority(),
        LocalSystem.CONSOLIDATED,
        SAMPLE,
        system.environment().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining(" ")));
    new CountDownLatch(1).await();
  }

  private static LocalSystem listen(String port) throws IOException {
    if (!LocalEcrServer.isPort(port)) {
      System.err.println("'%s' is not a port; choose one with -Dport=".formatted(port));
      System.exit(2);
    }
    try {
      return start(Integer.parseInt(port));
    } catch (UncheckedIOException e) {
      System.err.println(e.getMessage() + "; choose another port with -Dport=");
      System.exit(1);
      throw e;
    }
  }

  /** With repositories to push to, and an image to copy from. */
  static LocalSystem start(int port) throws IOException {
    var system = LocalSystem.start(port);
    for (var name : List.of("ml-platform/backend", "ml-platform/frontend", SAMPLE)) {
      system.store().createRepository(RepositorySettings.named(name));
    }
    TestImages.twoPlatforms("sample", Attestations.PLAIN)
        .pushTo(new StoreSink(system.store(), SAMPLE), "v1");
    return system;
  }
}
