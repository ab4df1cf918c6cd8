package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesCommandTest {
  private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String IMAGE = HOST + "/ml-platform/backend:v1";

  @TempDir Path directory;

  private final Terminal terminal = new Terminal();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private int run(String... options) {
    var line = Stream.concat(Stream.of("references", directory.toString()), Stream.of(options));
    return terminal.run(line.toArray(String[]::new));
  }

  @Test
  void listsReferencesWithFileAndLineAndFails() throws IOException {
    var file = file("a.yaml", "a: 1\nimage: %s\n".formatted(IMAGE));

    assertThat(run()).isEqualTo(ExitCode.FOUND);
    assertThat(terminal.out())
        .isEqualTo("%s:2: %s -> %s/data-platform-dev:backend-v1%n".formatted(file, IMAGE, HOST));
    assertThat(terminal.err()).startsWith("1 legacy references in 1 inputs: 1 can be rewritten");
    assertThat(file).content().contains(IMAGE);
  }

  @Test
  void succeedsWhereNothingIsLegacy() throws IOException {
    file("a.yaml", "image: nginx\n");

    assertThat(run()).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void listsFilesAndWhatIsPipedInTogether() throws IOException {
    file("a.yaml", "image: %s\n".formatted(IMAGE));

    var code = terminal.run(Map.of(), "image: " + IMAGE, "references", directory.toString(), "-");

    assertThat(code).isEqualTo(ExitCode.FOUND);
    assertThat(terminal.out().lines()).hasSize(2).last().asString().startsWith("-:1: ");
    assertThat(terminal.err()).startsWith("2 legacy references in 2 inputs");
  }

  @Test
  void listsWhatDocumentsNameAndDoesNotCountIt() throws IOException {
    file("README.md", IMAGE);

    assertThat(run()).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.out()).startsWith("document: ");
  }

  @Test
  void countsPossibleReferencesUnlessTheyAreAllowed() throws IOException {
    file("a.txt", "see ml-platform/backend\n");

    assertThat(run()).isEqualTo(ExitCode.FOUND);
    assertThat(run("--allow-possible")).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.out()).contains("possible");
  }

  @Test
  void countsATextInAnotherEncoding() throws IOException {
    Files.write(directory.resolve("a"), ("é " + IMAGE).getBytes(ISO_8859_1));

    assertThat(run()).isEqualTo(ExitCode.FOUND);
    assertThat(terminal.err()).contains("1 require manual action");
  }

  @Test
  void saysHowManyAreIgnored() throws IOException {
    file("a.yaml", "image: %s # ecr-consolidation: ignore\n".formatted(IMAGE));

    assertThat(run()).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.err()).contains("1 marked as ignored");
  }

  @Test
  void printsTheFormatThatIsAskedFor() throws IOException {
    file("a.yaml", "image: %s\n".formatted(IMAGE));

    run("--json");
    assertThat(JsonObject.parse(terminal.out()).objects("references")).hasSize(1);
    run("--github");
    assertThat(terminal.out()).startsWith("::error file=");
  }
}
