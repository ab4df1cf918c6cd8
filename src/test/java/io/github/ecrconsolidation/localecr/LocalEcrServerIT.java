package io.github.ecrconsolidation.localecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as it is released, alone in a directory. */
class LocalEcrServerIT {
  private static final Pattern LOG_IN = Pattern.compile("docker login -u AWS -p (\\S+) (\\S+)");

  @TempDir Path directory;

  private record Run(int code, String error) {}

  @BeforeEach
  void copy() throws IOException {
    try (var built =
        Files.newDirectoryStream(Path.of("target"), "ecr-consolidation-*-local-ecr.jar")) {
      var newest = Comparator.comparingLong((Path jar) -> jar.toFile().lastModified());
      var jars = new ArrayList<Path>();
      built.forEach(jars::add);
      Files.copy(jars.stream().max(newest).orElseThrow(), jar());
    }
  }

  private Path jar() {
    return directory.resolve("local-ecr.jar");
  }

  private Process start(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-jar", "local-ecr.jar"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).directory(directory.toFile());
    process.environment().remove("CLASSPATH");
    return process.start();
  }

  private Run run(String... arguments) throws Exception {
    var process = start(arguments);
    var error = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), error);
  }

  @Test
  void keepsWhatIsPushedAsItWasPushed() throws Exception {
    var process =
        start("--port=0", "--account=111122223333", "--region=eu-west-1", "--create=team/app");
    try (var printed = process.inputReader()) {
      var logIn = LOG_IN.matcher(lineOf(printed, "docker login"));
      assertThat(logIn.find()).isTrue();
      var endpoint = URI.create("http://" + logIn.group(2));
      var image = TestImages.image("app", 300_000);

      try (var sdk = SdkClients.ecr(endpoint);
          var http = new RegistryHttp(endpoint, RegistryHttp.basic("AWS:" + logIn.group(1)))) {
        image.pushTo(new RegistrySink(http, "team/app"), "v1");

        assertThat(http.send("GET", "/v2/team/app/manifests/v1").body())
            .isEqualTo(image.root().text());
        assertThat(sdk.describeRepositories().repositories())
            .singleElement()
            .extracting(it -> it.repositoryArn())
            .isEqualTo("arn:aws:ecr:eu-west-1:111122223333:repository/team/app");
        assertThat(sdk.describeImages(it -> it.repositoryName("team/app")).imageDetails())
            .singleElement()
            .satisfies(it -> assertThat(it.imageDigest()).isEqualTo(image.digest()))
            .satisfies(it -> assertThat(it.registryId()).isEqualTo("111122223333"));
      }
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  private static String lineOf(BufferedReader printed, String text) throws IOException {
    for (var line = printed.readLine(); line != null; line = printed.readLine()) {
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("it ended without printing " + text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--colour=red, Unknown option: '--colour=red'",
        "--port=99999, '99999' is not a port",
        "--account=12, '12' is not an account of 12 digits",
        "--region=moon, 'moon' is not a Region such as us-east-1",
        "--create=Team/App, 'Team/App' is not a repository's name"
      })
  void saysInALineWhatIsWrong(String argument, String message) throws Exception {
    var run = run(argument);

    assertThat(run.code()).as(run.error()).isEqualTo(2);
    assertThat(run.error().lines()).singleElement().asString().contains(message, "--help");
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      var run = run("--port=" + taken.getLocalPort());

      assertThat(run.code()).isOne();
      assertThat(run.error())
          .contains("cannot listen on 127.0.0.1:%d ".formatted(taken.getLocalPort()));
    }
  }

  /** A test's helper among them would need libraries that are not there. */
  @Test
  void hasAllThatItsClassesNeed() throws Exception {
    var platform = ClassLoader.getPlatformClassLoader();
    try (var jar = new JarFile(jar().toFile());
        var loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, platform)) {
      var ours =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("io/") && name.endsWith(".class"))
              .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
              .toList();

      assertThat(ours)
          .contains(LocalEcrServer.class.getName())
          .allMatch(name -> name.startsWith("io.github.ecrconsolidation.localecr."))
          .allSatisfy(name ->
              assertThat(Class.forName(name, false, loader).getDeclaredMethods()).isNotNull());
    }
  }
}
