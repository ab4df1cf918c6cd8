package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Finding.Decision;
import io.github.ecrconsolidation.references.Finding.Manual;
import io.github.ecrconsolidation.references.Finding.Rewrite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushesTest {
  private static final Decision REWRITE = new Rewrite("new", List.of(), "");
  private static final Decision MANUAL = new Manual("why");

  private static Finding finding(int line, String written, boolean pushed, Decision decision) {
    return new Finding(line, "", "r.example.com:5000/" + written, pushed, decision);
  }

  private static Decision first(Finding first, Finding... others) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(others));
    return Pushes.together(all).getFirst().decision();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml/a:v1", "ml/a", "ml/a@sha256:0", "ml/a:$TAG", "ml/a:v1@sha256:0"})
  void aPushStaysWithAnotherOneOfItsRepository(String other) {
    assertThat(first(finding(1, "ml/a:latest", true, REWRITE), finding(7, other, true, MANUAL)))
        .isEqualTo(new Manual("it is pushed together with line 7, which requires manual action"));
  }

  @Test
  void aPushStaysWithOneWhoseRepositoryGoesOnWithAVariable() {
    assertThat(first(finding(1, "ml/a-b:v1", true, REWRITE), finding(7, "ml/a", true, MANUAL)))
        .isInstanceOf(Manual.class);
  }

  @Test
  void aPushMovesWithoutThoseOfOtherRepositories() {
    assertThat(first(finding(1, "ml/a:v1", true, REWRITE), finding(7, "ml/b:v1", true, MANUAL)))
        .isEqualTo(REWRITE);
    assertThat(first(finding(1, "ml/a:v1", true, REWRITE), finding(7, "ml/a-b", true, MANUAL)))
        .isEqualTo(REWRITE);
  }

  @Test
  void whatIsPulledSaysNothingOfAPushNorAPushOfIt() {
    assertThat(first(finding(1, "ml/a:v1", true, REWRITE), finding(7, "ml/a:v1", false, MANUAL)))
        .isEqualTo(REWRITE);
    assertThat(first(finding(1, "ml/a:v1", false, REWRITE), finding(7, "ml/a:v1", true, MANUAL)))
        .isEqualTo(REWRITE);
  }

  @Test
  void whatRequiresManualActionKeepsItsReason() {
    assertThat(first(finding(1, "ml/a:v1", true, MANUAL), finding(7, "ml/a:v1", true, MANUAL)))
        .isEqualTo(MANUAL);
  }
}
