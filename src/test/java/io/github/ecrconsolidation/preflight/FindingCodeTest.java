package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.ecrconsolidation.documents.NameTable;
import io.github.ecrconsolidation.json.MemberName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FindingCodeTest {

  @Test
  void theRunbookSaysWhatToDoAboutEachAndAboutNoOther() throws IOException {
    var place = PreflightFinding.RUNBOOK.split(", ", 2);
    var heading = "## " + place[1].replace("\"", "");

    assertThat(NameTable.names(Path.of(place[0]), heading))
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
}
