package io.github.ecrconsolidation.prove;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExperimentsTest {
  private static List<Assumption> assumptions() {
    return Experiments.all().stream().map(Experiment::assumption).toList();
  }

  @Test
  void eachHasANameOfItsOwn() {
    assertThat(assumptions()).extracting(Assumption::name).doesNotHaveDuplicates();
  }

  @Test
  void theClassesThatRelyOnItExist() throws IOException {
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      var classes =
          sources
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());

      assertThat(assumptions())
          .allSatisfy(it -> assertThat(it.reliedOnBy()).isNotEmpty().isSubsetOf(classes));
    }
  }

  @Test
  void theDocumentationHasATableOfAll() throws IOException {
    var table =
        assumptions().stream()
            .map(it ->
                "| `%s` | %s | %s | %s | %s |"
                    .formatted(
                        it.name(),
                        it.expectation(),
                        it.isRequired() ? "required" : "either way",
                        it.reliedOnBy().stream().map("`%s`"::formatted).collect(joining(", ")),
                        it.consequence()))
            .collect(joining("\n", "", "\n"));

    assertThat(Files.readString(Path.of("docs/prove.md"))).contains(table);
  }
}
