package io.github.ecrconsolidation;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.ecrconsolidation");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("io.github.ecrconsolidation");

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("json")
        .definedBy("..ecrconsolidation.json..")
        .layer("options")
        .definedBy("..ecrconsolidation.options..")
        .layer("oci")
        .definedBy("..ecrconsolidation.oci..")
        .layer("mapping")
        .definedBy("..ecrconsolidation.mapping..")
        .layer("decision")
        .definedBy("..ecrconsolidation.decision..")
        .layer("ecr")
        .definedBy("..ecrconsolidation.ecr..")
        .layer("survey")
        .definedBy("..ecrconsolidation.survey..")
        .layer("events")
        .definedBy("..ecrconsolidation.events..")
        .layer("mirror")
        .definedBy("..ecrconsolidation.mirror..")
        .layer("reconcile")
        .definedBy("..ecrconsolidation.reconcile..")
        .layer("preflight")
        .definedBy("..ecrconsolidation.preflight..")
        .layer("cleanup")
        .definedBy("..ecrconsolidation.cleanup..")
        .layer("prove")
        .definedBy("..ecrconsolidation.prove..")
        .layer("lambda")
        .definedBy("..ecrconsolidation.lambda..")
        .layer("references")
        .definedBy("..ecrconsolidation.references..")
        .layer("cli")
        .definedBy("..ecrconsolidation.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("references")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("lambda")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("mirror")
        .mayOnlyBeAccessedByLayers("lambda")
        .whereLayer("reconcile")
        .mayOnlyBeAccessedByLayers("lambda")
        .whereLayer("preflight")
        .mayOnlyBeAccessedByLayers("reconcile", "lambda")
        .whereLayer("cleanup")
        .mayOnlyBeAccessedByLayers("lambda", "cli")
        .whereLayer("prove")
        .mayOnlyBeAccessedByLayers("reconcile", "preflight", "cleanup", "lambda", "cli")
        .whereLayer("events")
        .mayOnlyBeAccessedByLayers("mirror", "reconcile", "prove", "lambda", "cli")
        .whereLayer("survey")
        .mayOnlyBeAccessedByLayers("reconcile", "preflight", "cleanup")
        .whereLayer("ecr")
        .mayOnlyBeAccessedByLayers(
            "survey", "mirror", "reconcile", "cleanup", "prove", "lambda", "cli")
        .whereLayer("options")
        .mayOnlyBeAccessedByLayers("mapping", "lambda", "cli")
        .whereLayer("mapping")
        .mayOnlyBeAccessedByLayers(
            "decision",
            "survey",
            "mirror",
            "reconcile",
            "preflight",
            "cleanup",
            "references",
            "lambda",
            "cli")
        .whereLayer("decision")
        .mayOnlyBeAccessedByLayers("mirror", "reconcile", "preflight", "cleanup", "lambda")
        .check(MAIN);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.github.ecrconsolidation.(*)..").should().beFreeOfCycles().check(MAIN);
    slices().matching("io.github.ecrconsolidation.(*)..").should().beFreeOfCycles().check(TESTS);
  }

  @Test
  void filesFormNoCycle() {
    assertThat(inCycles(MAIN)).isEmpty();
    assertThat(inCycles(TESTS.that(resideInAPackage("..localecr..")))).isEmpty();
  }

  /** What is left when every file that needs none of the others has been taken away. */
  private static Map<String, Set<String>> inCycles(JavaClasses types) {
    var needs = new TreeMap<String, Set<String>>();
    for (var type : types) {
      var others = needs.computeIfAbsent(file(type), _ -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> file(dependency.getTargetClass()))
          .filter(other -> !other.equals(file(type)))
          .forEach(others::add);
    }
    Set<String> free;
    do {
      needs.values().forEach(others -> others.retainAll(needs.keySet()));
      free =
          needs.entrySet().stream()
              .filter(file -> file.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .collect(toSet());
      needs.keySet().removeAll(free);
    } while (!free.isEmpty());
    return needs;
  }

  /** A file is its outermost class with all that is nested in it. */
  private static String file(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  /**
   * It is published as a jar of its own, and a registry that shares code with what it tests would
   * share its faults.
   */
  @Test
  void theLocalEcrNeedsNothingOfTheProduct() {
    noClasses()
        .that()
        .resideInAPackage("..localecr..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.github.ecrconsolidation..")
                .and(resideOutsideOfPackage("..localecr..")))
        .check(TESTS);
  }

  @Test
  void valuesAndMappingDoNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..oci..", "..mapping..", "..decision..", "..json..", "..options..", "..preflight..")
        .or()
        .haveSimpleNameEndingWith("Planner")
        .or()
        .haveNameMatching(".*\\.prove\\.(ProofRecord|Release)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..ecr..", "software.amazon..", "java.net..", "java.io..", "org.slf4j..")
        .check(MAIN);
  }

  @Test
  void findingReferencesDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("..references..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..ecr..", "software.amazon..", "java.net..", "java.nio.file..", "org.slf4j..")
        .check(MAIN);
  }

  @Test
  void onlyFindingReferencesKnowsTheYamlParser() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.references\\.YamlTree(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml..")
        .check(MAIN);
  }

  @Test
  void onlyTheDoorsKnowTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..ecr..", "..events..")
        .and()
        .doNotHaveSimpleName("Wiring")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "java.net.http..", "org.apache.hc..")
        .check(MAIN);
  }

  @Test
  void onlyHandlersKnowLambda() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..lambda..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "org.crac..")
        .check(MAIN);
  }

  @Test
  void onlyHandlersReadTheClockAndTheEnvironment() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..lambda..")
        .and()
        .haveNameNotMatching(".*\\.cli\\.(Main|Wiring)")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(MAIN);
  }
}
