package io.github.ecrconsolidation.local;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.localstack.LocalStackContainer;
import org.testcontainers.containers.localstack.LocalStackContainer.EnabledService;
import org.testcontainers.containers.localstack.LocalStackContainer.Service;
import org.testcontainers.utility.DockerImageName;

/**
 * EventBridge and SQS that others wrote: LocalStack in a container, or whatever {@code
 * LOCALSTACK_ENDPOINT} names.
 */
public final class LocalStack implements AutoCloseable {
  /** The variable that names a server that runs already. */
  public static final String ENDPOINT = "LOCALSTACK_ENDPOINT";

  /** One of the last that start without LOCALSTACK_AUTH_TOKEN. */
  private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.4.0");

  private final URI endpoint;
  private final Runnable stop;

  private LocalStack(URI endpoint, Runnable stop) {
    this.endpoint = endpoint;
    this.stop = stop;
  }

  /** Empty without the variable and without a Docker engine. */
  public static Optional<LocalStack> start() {
    var named =
        Optional.ofNullable(System.getenv(ENDPOINT)).map(String::strip).filter(it -> !it.isEmpty());
    if (named.isPresent()) {
      return named.map(it -> new LocalStack(URI.create(it), () -> {}));
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    var container =
        new LocalStackContainer(IMAGE).withServices(EnabledService.named("events"), Service.SQS);
    container.start();
    return Optional.of(new LocalStack(container.getEndpoint(), container::stop));
  }

  /** For all services. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    stop.run();
  }
}
