package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * Amazon ECR on this machine: the JSON API and the registry on one port, the layer storage on
 * another, over one {@link EcrStore}. It starts empty, with blob mounting off. {@link EcrApi} and
 * {@link OciApi} list what is not emulated. Listens on the loopback interface only.
 */
public final class LocalEcr implements AutoCloseable {
  public static final String ACCOUNT = "123456789012";
  public static final String REGION = "us-east-1";

  static {
    // Without this the JDK's server waits 40 ms for the client's delayed acknowledgement, per
    // answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final Audit audit = new Audit();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final LocalClock clock;
  private final Faults faults;
  private final BlobFiles files;
  private final EcrStore store;
  private final RegistrySettings registrySettings = new RegistrySettings();
  private final Tickets<String> tokens;
  private final HttpServer front;
  private final HttpServer storage;
  private final Closeable gate;
  private final URI endpoint;

  private LocalEcr(Builder options) throws IOException {
    clock = options.clock;
    faults = new Faults(clock);
    var scheme = options.tls.isPresent() ? "https" : "http";
    front = bind(options.refuseTls ? 0 : options.port, options.tls, requests);
    if (options.refuseTls) {
      var closed = new PlainTextGate(options.port, front.getAddress().getPort());
      gate = closed;
      endpoint = uri(scheme, closed.port());
    } else {
      gate = () -> {};
      endpoint = uri(scheme, front.getAddress().getPort());
    }
    storage = bind(0, options.tls, requests);
    files = new BlobFiles();
    var events = new Events(options.registry, options.events, clock);
    store = new EcrStore(options.registry, files, clock, events, options.activation);
    var origin = new S3Origin(store, storageUri(scheme, storage.getAddress().getPort()), clock);
    // UG, "Private registry authentication": a token is valid for 12 hours.
    tokens = new Tickets<String>(clock, Duration.ofHours(12));
    var paging = new Paging(options.defaultPageSize, options.largestPage);
    front.createContext("/", door(json(origin, paging)));
    front.createContext("/v2", door(registry(origin, paging, options.relativeLocations)));
    var control = new TreeMap<>(options.control);
    control.put("POST /_local/clock", this::advance);
    front.createContext("/_local/", new Control(control));
    storage.createContext("/", door(origin));
    front.start();
    storage.start();
  }

  /** A LocalEcr for a test: any port, a clock that stands still, events to nobody. */
  public static LocalEcr start() {
    return builder().start();
  }

  public static Builder builder() {
    return new Builder();
  }

  private FrontEnd json(S3Origin origin, Paging paging) {
    return new EcrApi(
        store.registry(),
        List.of(
            new AccountOperations(store, tokens, clock, paging, endpoint()).table(),
            new RepositoryOperations(store, paging, endpoint()).table(),
            new PolicyOperations(store).table(),
            new RegistryOperations(store.registry(), registrySettings).table(),
            new ImageOperations(store, clock, paging).table(),
            new ImageWriteOperations(store).table(),
            new LayerOperations(store, origin).table()));
  }

  private FrontEnd registry(S3Origin origin, Paging paging, boolean relativeLocations) {
    var locationBase = relativeLocations ? "" : endpoint().toString();
    return new OciApi(
        tokens,
        new OciManifests(store, clock, paging),
        new OciBlobs(store, origin, locationBase),
        endpoint());
  }

  private HttpHandler door(FrontEnd frontEnd) {
    return new Door(frontEnd, faults, audit, defects::add);
  }

  private static HttpServer bind(int port, Optional<SSLContext> tls, Executor requests)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var server = tls.isPresent() ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
    if (server instanceof HttpsServer https) {
      https.setHttpsConfigurator(new HttpsConfigurator(tls.orElseThrow()));
    }
    server.setExecutor(requests);
    return server;
  }

  private static URI uri(String scheme, int port) {
    return URI.create("%s://127.0.0.1:%d".formatted(scheme, port));
  }

  /** Another host than the registry's, as on ECR: Go's clients drop the login only for another. */
  private static URI storageUri(String scheme, int port) {
    return URI.create("%s://localhost:%d".formatted(scheme, port));
  }

  /** Where both APIs are: the endpoint override of an SDK client, and the proxyEndpoint. */
  public URI endpoint() {
    return endpoint;
  }

  /** A password for the user {@code AWS}, as {@code aws ecr get-login-password} gives it. */
  public String password() {
    return tokens.issue("registry");
  }

  private String advance(String body) {
    try {
      clock.advance(Duration.parse(String.valueOf(JSON.std.mapFrom(body).get("advance"))));
    } catch (JacksonException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expected {\"advance\":\"P31D\"}, an ISO 8601 duration; got " + body, e);
    }
    return new Output()
        .with("now", clock.instant().toString())
        .with("password", password())
        .toJson();
  }

  /** Pushes a made-up image straight into a repository of the store. */
  public void push(String repository, TestImage image, String... tags) {
    image.pushTo(new StoreSink(store, repository), tags);
  }

  public EcrStore store() {
    return store;
  }

  public RegistrySettings registrySettings() {
    return registrySettings;
  }

  public Faults faults() {
    return faults;
  }

  public Audit audit() {
    return audit;
  }

  public LocalClock clock() {
    return clock;
  }

  /** Stops; complains if a request ran into anything but an answer, such as a failing hook. */
  @Override
  public void close() {
    front.stop(0);
    storage.stop(0);
    requests.shutdownNow();
    requests.close();
    try {
      gate.close();
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!defects.isEmpty()) {
      var failure = new IllegalStateException("LocalEcr could not answer every request");
      new ArrayList<>(defects).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /** The settings of a {@link LocalEcr}. */
  public static final class Builder {
    private RegistryId registry = new RegistryId(ACCOUNT, REGION);
    private int port;
    private LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private Consumer<String> events = _ -> {};
    private int defaultPageSize = 10;
    private int largestPage = 1000;
    private boolean relativeLocations;
    private boolean refuseTls;
    private Optional<SSLContext> tls = Optional.empty();
    private Duration activation = Duration.ofMinutes(20);
    private final Map<String, ControlRequest> control = new TreeMap<>();

    private Builder() {}

    /** The account and the Region, in ids, ARNs and events. */
    public Builder registry(RegistryId value) {
      registry = value;
      return this;
    }

    /** Where to listen; 0, as without, is any free port. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder clock(LocalClock value) {
      clock = value;
      return this;
    }

    /**
     * Gets every EventBridge event as JSON, in the thread of the call that caused it and before
     * that call is answered.
     */
    public Builder events(Consumer<String> value) {
      events = value;
      return this;
    }

    /** Rows to a page when the caller does not say; small, so that small tests see pages. */
    public Builder defaultPageSize(int value) {
      defaultPageSize = value;
      return this;
    }

    /** Rows to a page at most, whatever the caller says. */
    public Builder largestPage(int value) {
      largestPage = value;
      return this;
    }

    /** Upload Locations without scheme and host, which the DS allows; ECR's are absolute. */
    public Builder relativeLocations() {
      relativeLocations = true;
      return this;
    }

    /** Turns TLS away at once, for Docker and skopeo, which try it first. */
    public Builder refuseTls() {
      refuseTls = true;
      return this;
    }

    /** Speaks TLS on both ports, for 127.0.0.1 and localhost; without it plain HTTP. */
    public Builder tls(SSLContext value) {
      tls = Optional.of(value);
      return this;
    }

    /** How long a restored image is ACTIVATING, by the clock. */
    public Builder activation(Duration value) {
      activation = value;
      return this;
    }

    /**
     * Answers one more request, such as {@code GET /_local/outcomes}, past faults and audit; ECR
     * has no such paths.
     */
    public Builder control(String request, ControlRequest answer) {
      control.put(request, answer);
      return this;
    }

    /**
     * Starts.
     *
     * @throws UncheckedIOException if it cannot listen on the port, saying so
     */
    public LocalEcr start() {
      try {
        return new LocalEcr(this);
      } catch (BindException e) {
        throw new UncheckedIOException(
            "cannot listen on 127.0.0.1:%d (%s)".formatted(port, e.getMessage()), e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
