package io.github.ecrconsolidation.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Runs a {@link LocalSystem} until it is interrupted: {@code mvn exec:exec@serve}. */
final class Serve {
  private Serve() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var system = start(Integer.getInteger("port", 4510));
    Runtime.getRuntime().addShutdownHook(new Thread(system::close));
    for (var service : new String[] {"backend", "frontend"}) {
      system.store().createRepository(RepositorySettings.named("ml-platform/" + service));
    }
    System.out.printf(
        """
        ready %4$s
        log in with one of (the password is good for 12 hours):
          skopeo login --tls-verify=false -u AWS -p %1$s %2$s
          docker login -u AWS -p %1$s %2$s
        push to %2$s/ml-platform/backend or /frontend, pull from %2$s/%3$s:<service>-<tag>
        Ctrl-C ends it; nothing is kept
        """,
        system.password(),
        system.endpoint().getAuthority(),
        LocalSystem.CONSOLIDATED,
        system.endpoint());
    new CountDownLatch(1).await();
  }

  private static LocalSystem start(int port) throws IOException {
    try {
      return LocalSystem.start(port);
    } catch (UncheckedIOException e) {
      System.err.printf(
          "can not listen on 127.0.0.1:%d (%s); choose another port with -Dport=%n",
          port, e.getMessage());
      System.exit(1);
      throw e;
    }
  }
}
