package io.github.ecrconsolidation.localecr;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a {@link LocalEcr} until it is interrupted: the main class of the executable jar. */
@Command(
    name = "local-ecr",
    description = {
      "An Amazon ECR on this machine that refuses what ECR refuses: the JSON API and the registry"
          + " (/v2/) on one port of 127.0.0.1."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LocalEcrServer.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Nothing is kept when it ends. Exit code: 1 if it cannot listen, 2 for wrong usage."
    })
public final class LocalEcrServer implements Callable<Integer> {
  /** Rows to a page when the caller does not say (model, DescribeImages). */
  private static final int PAGE = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Port.class,
      description = "Where to listen, 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int port = 4510;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The account of the registry. Default: ${DEFAULT-VALUE}.")
  private String account = LocalEcr.ACCOUNT;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The Region of the registry. Default: ${DEFAULT-VALUE}.")
  private String region = LocalEcr.REGION;

  @Option(
      names = "--create",
      paramLabel = "REPOSITORY",
      converter = NewRepository.class,
      description = "Creates a repository with mutable tags; may be repeated.")
  private Set<RepositorySettings> repositories = new LinkedHashSet<>();

  @Option(names = "--mounting", description = "Sets BLOB_MOUNTING to ENABLED.")
  private boolean mounting;

  @Option(
      names = "--events",
      description = "Prints what EventBridge would get, one event as JSON on a line.")
  private boolean events;

  private LocalEcrServer() {}

  /** Runs until it is interrupted; 1 if it cannot listen, 2 for wrong usage. */
  public static void main(String[] arguments) {
    // Headers have numbers in ASCII digits, whatever the language.
    Locale.setDefault(Locale.ROOT);
    var command = new CommandLine(new LocalEcrServer()).setUsageHelpWidth(100);
    System.exit(command.setParameterExceptionHandler(LocalEcrServer::misused).execute(arguments));
  }

  private static int misused(ParameterException e, String[] ignored) {
    e.getCommandLine().getErr().println("local-ecr: " + e.getMessage() + "; see --help");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    var registry = registry();
    LocalEcr ecr;
    try {
      ecr = start(registry);
    } catch (UncheckedIOException e) {
      spec.commandLine()
          .getErr()
          .println("local-ecr: " + e.getMessage() + "; choose another port with --port");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(ecr::close));
    System.out.printf(
        """
        %3$sfor the AWS CLI and SDKs, whose credentials are not looked at:
          export AWS_ENDPOINT_URL_ECR=%1$s AWS_REGION=%2$s AWS_DEFAULT_REGION=%2$s
          export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
        Ctrl-C ends it; nothing is kept
        """,
        ecr.endpoint(), registry.region(), ready(ecr));
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  private RegistryId registry() {
    try {
      return new RegistryId(account, region);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private LocalEcr start(RegistryId registry) {
    Consumer<String> sink = events ? System.out::println : _ -> {};
    var ecr =
        LocalEcr.builder()
            .registry(registry)
            .port(port)
            .refuseTls()
            .clock(LocalClock.following(Clock.systemUTC()))
            .defaultPageSize(PAGE)
            .events(sink)
            .start();
    ecr.store().blobMounting(mounting);
    repositories.forEach(ecr.store()::createRepository);
    return ecr;
  }

  /** The lines that say where {@code ecr} listens and how to log in. */
  public static String ready(LocalEcr ecr) {
    return """
    ready %1$s
    log in with one of (the password is good for 12 hours):
      skopeo login --tls-verify=false -u AWS -p %2$s %3$s
      docker login -u AWS -p %2$s %3$s
    """
        .formatted(ecr.endpoint(), ecr.password(), ecr.endpoint().getAuthority());
  }

  /** Whether a server may be told to listen there; 0 is any free port. */
  public static boolean isPort(String value) {
    return value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535;
  }

  private static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!isPort(value)) {
        throw new TypeConversionException("'%s' is not a port".formatted(value));
      }
      return Integer.valueOf(value);
    }
  }

  private static final class NewRepository implements ITypeConverter<RepositorySettings> {
    @Override
    public RepositorySettings convert(String value) {
      try {
        return RepositorySettings.named(value);
      } catch (EcrException e) {
        throw new TypeConversionException("'%s' is not a repository's name".formatted(value));
      }
    }
  }

  /** That of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
      return new String[] {"local-ecr " + version.orElse("(not from a jar)")};
    }
  }
}
