package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.ecrconsolidation.json.MemberName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FindingCodeTest {

  @Test
  void theRunbookSaysWhatToDoAboutEachAndAboutNoOther() throws IOException {
    var rows =
        section().stream()
            .filter(line -> line.startsWith("| `"))
            .map(row -> row.split("\\|", -1)[1])
            .flatMap(cell -> Pattern.compile("`(\\w+)`").matcher(cell).results())
            .map(match -> match.group(1));

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FindingCode.values()).map(MemberName::of).toList());
  }

  @Test
  void eachIsReportedSomewhere() {
    var code =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.ecrconsolidation")
            .get(FindingCode.class);

    assertThat(code.getFields())
        .filteredOn(field -> field.getRawType().equals(code))
        .hasSameSizeAs(FindingCode.values())
        .allSatisfy(field ->
            assertThat(field.getAccessesToSelf())
                .anyMatch(access -> !access.getOriginOwner().equals(code)));
  }

  /** The section that every preflight ends with the name of. */
  private static List<String> section() throws IOException {
    var reference = PreflightFinding.RUNBOOK.split(", ", 2);
    var heading = "## " + reference[1].replace("\"", "");
    return Files.readAllLines(Path.of(reference[0])).stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }
}
