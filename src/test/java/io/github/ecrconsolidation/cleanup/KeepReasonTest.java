package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.documents.NameTable;
import io.github.ecrconsolidation.json.MemberName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeepReasonTest {

  @Test
  void theDocumentSaysWhatToDoAboutEachAndAboutNoOther() throws IOException {
    assertThat(NameTable.names(Path.of("docs/cleanup.md"), "## Why an image is kept"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(KeepReason.values()).map(MemberName::of).toList());
  }
}
