package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The contract with the local ECR, whose layers are in a storage behind redirects. */
class LocalEcrDistributionTest extends DistributionContract {
  private final List<AutoCloseable> started = new ArrayList<>();

  @Override
  EcrClient start(boolean mounts, Locations locations) {
    var options = LocalEcr.builder().clock(clock);
    var ecr = (locations == Locations.RELATIVE ? options.relativeLocations() : options).start();
    started.add(ecr);
    ecr.store().blobMounting(mounts);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    var client = LocalClients.ecr(ecr.endpoint()).build();
    started.add(client);
    return client;
  }

  @AfterEach
  void stop() throws Exception {
    for (var one : started.reversed()) {
      one.close();
    }
  }
}
