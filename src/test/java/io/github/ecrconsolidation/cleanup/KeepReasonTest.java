package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.MemberName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeepReasonTest {

  @Test
  void theDocumentSaysWhatToDoAboutEachAndAboutNoOther() throws IOException {
    var explained =
        Files.readAllLines(Path.of("docs/cleanup.md")).stream()
            .dropWhile(line -> !line.equals("## Why an image is kept"))
            .filter(line -> line.startsWith("| `"))
            .map(row -> row.split("\\|", -1)[1])
            .flatMap(cell -> Pattern.compile("`(\\w+)`").matcher(cell).results())
            .map(match -> match.group(1));

    assertThat(explained)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(KeepReason.values()).map(MemberName::of).toList());
  }
}
