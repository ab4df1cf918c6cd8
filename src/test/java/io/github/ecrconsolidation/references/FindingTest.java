package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Finding.Decision;
import io.github.ecrconsolidation.references.Finding.Manual;
import io.github.ecrconsolidation.references.Finding.Possible;
import io.github.ecrconsolidation.references.Finding.Rewrite;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {

  private static Finding finding(boolean pushed, Decision decision) {
    return new Finding(1, "", "old", pushed, decision);
  }

  @Test
  void saysInOneLineWhatBecomesOfTheReference() {
    assertThat(finding(false, new Rewrite("new", List.of(), "")).summary()).isEqualTo("old -> new");
    assertThat(finding(true, new Rewrite("new", List.of(), "check it")).summary())
        .isEqualTo("pushed: old -> new (check it)");
    assertThat(finding(true, new Manual("why")).summary())
        .isEqualTo("pushed: old: requires manual action: why");
    assertThat(finding(false, new Possible("why")).summary()).isEqualTo("old: possible: why");
  }

  @Test
  void changesTheTextOnlyWhereItIsRewritten() {
    var edits = List.of(new Edit(0, 3, "new"));

    assertThat(finding(false, new Rewrite("new", edits, "")).edits()).isEqualTo(edits);
    assertThat(finding(false, new Manual("why")).edits()).isEmpty();
  }
}
