package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StatusTableTest {

  private static String table(String report) {
    return StatusTable.of(StatusReport.read(JsonObject.parse(report)));
  }

  private static String report() throws IOException {
    return Files.readString(Path.of("src/test/resources/status/report.json"));
  }

  @Test
  void hasARowForEachRepositoryAndOneForAll() throws IOException {
    assertThat(table(report()))
        .containsPattern(
            "ml-platform/ml/train +0 of 753 +730 +4 +0 +19 +100,000 +18.0 TB +0 +2025-11-02\n")
        .containsPattern("ml-platform/frontend +0 of 0 +0 +0 +0 +0 +0 +0 B +0 +never\n")
        .containsPattern("all +1,280 of 2,052 +737 +4 +12 +19 +1,204,331 +48.2 TB +0 ")
        .contains("(3 more are not listed)");
  }

  @Test
  void endsWithWhatIsEligibleWhenAndWhyTheRestIsKept() throws IOException {
    assertThat(table(report()).lines())
        .endsWith(
            line("eligible now", "0", "0 B"),
            line("eligible from 2026-02-14 on", "40", "9.1 GB"),
            line("eligible from 2026-02-15 on", "1,800", "412.0 GB"),
            line("eligible from 2026-03-01 on", "220", "51.0 GB"),
            line("eligible from later on", "7", "900.0 MB"),
            line("kept, insideRollbackWindow", "1,202,000", "47.0 TB"),
            line("kept, notMirrored", "737", "3.1 GB"),
            line("kept, pulledRecently", "37", "37.0 MB"));
  }

  private static String line(String label, String images, String bytes) {
    return "%-40s %15s images %12s".formatted(label, images, bytes);
  }

  @Test
  void tellsWhatThisRunRemovedIfItRemovedAnything() {
    assertThat(table("{\"tags\":{},\"repositories\":[],\"removed\":{\"images\":2,\"bytes\":999}}"))
        .contains(line("removed in this run", "2", "999 B"));
    assertThat(table("{\"tags\":{},\"repositories\":[]}")).doesNotContain("removed");
  }

  @Test
  void saysThatNothingIsEligibleWithoutACutover() {
    assertThat(table("{\"tags\":{},\"repositories\":[],\"cutoverDate\":\"\"}"))
        .startsWith("?: no cutover date is set, so nothing is eligible; INCOMPLETE\n");
  }

  @Test
  void printsADateThatIsNoneAsItIs() {
    assertThat(table("{\"tags\":{},\"repositories\":[{\"tags\":{},\"lastPulledAt\":\"once\"}]}"))
        .contains("  once\n");
  }
}
