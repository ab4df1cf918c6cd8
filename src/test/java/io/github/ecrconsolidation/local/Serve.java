package io.github.ecrconsolidation.local;

import io.github.ecrconsolidation.lambda.MirrorHandler;
import io.github.ecrconsolidation.local.TestImages.Attestations;
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
    var system = listen(Integer.getInteger("port", 4510));
    Runtime.getRuntime().addShutdownHook(new Thread(system::close));
    System.out.printf(
        """
        ready %4$s
        log in with one of (the password is good for 12 hours):
          skopeo login --tls-verify=false -u AWS -p %1$s %2$s
          docker login -u AWS -p %1$s %2$s
        %2$s/%5$s:v1 is there to copy from
        push to %2$s/ml-platform/backend or /frontend, pull from %2$s/%3$s:<service>-<tag>
        for prove --region us-east-1:
          export %6$s
        Ctrl-C ends it; nothing is kept
        """,
        system.password(),
        system.endpoint().getAuthority(),
        LocalSystem.CONSOLIDATED,
        system.endpoint(),
        SAMPLE,
        system.environment().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining(" ")));
    new CountDownLatch(1).await();
  }

  private static LocalSystem listen(int port) throws IOException {
    try {
      return start(port);
    } catch (UncheckedIOException e) {
      System.err.printf(
          "cannot listen on 127.0.0.1:%d (%s); choose another port with -Dport=%n",
          port, e.getMessage());
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
