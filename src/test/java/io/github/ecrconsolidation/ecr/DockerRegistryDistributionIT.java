package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.localecr.DockerRegistry;
import io.github.ecrconsolidation.localecr.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The contract with the CNCF distribution registry, whose layers come without a redirect. */
class DockerRegistryDistributionIT extends DistributionContract {
  private final List<AutoCloseable> started = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeEach
  void requireDockerRegistry() {
    Programs.require("docker-registry");
  }

  /** It creates repositories by itself, mounts whatever it has, and asks nobody to log in. */
  @Override
  EcrClient start(boolean mounts, Locations locations) throws IOException {
    var registry = new DockerRegistry(directory);
    started.add(registry);
    if (mounts) {
      return new StubLogin(registry.endpoint(), clock);
    }
    var proxy = new MountRefusingProxy(registry.endpoint(), locations == Locations.RELATIVE);
    started.add(proxy);
    return new StubLogin(proxy.endpoint(), clock);
  }

  @AfterEach
  void stop() throws Exception {
    for (var one : started.reversed()) {
      one.close();
    }
  }
}
