package org.exactloss.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house hold for the program, and each of them finds the class that breaks it. */
class ArchitectureTest {
  private static final String ROOT = "org.exactloss";
  private static final String BAD_ROOT = ROOT + ".architecture.violations";

  private static final ArchitectureRules RULES = new ArchitectureRules(ROOT);
  private static final ArchitectureRules BAD_RULES = new ArchitectureRules(BAD_ROOT);
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final JavaClasses BAD = new ClassFileImporter().importPackages(BAD_ROOT);

  /** What each rule must find in the package of bad examples. */
  private static final Map<String, List<String>> FINDINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("floor of job", List.of("job.ImportsCli")),
              Map.entry("floor of scan", List.of("scan.ImportsJob")),
              Map.entry("floor of store", List.of("store.ImportsKernel")),
              Map.entry("floor of report", List.of("report.ImportsState")),
              Map.entry("floor of metric", List.of("metric.ImportsReport")),
              Map.entry("floor of kernel", List.of("kernel.ImportsSpec")),
              Map.entry("floor of state", List.of("state.ImportsMetric")),
              Map.entry("floor of exact", List.of("exact.ImportsState")),
              Map.entry("floor of spec", List.of("spec.ImportsExact")),
              Map.entry("known packages", List.of("unknown.InNoKnownPackage")),
              Map.entry("no cycles", List.of("metric.ImportsReport", "state.ImportsMetric")),
              Map.entry("JDK only", List.of("spec.UsesJackson")),
              Map.entry("Spark", List.of("report.UsesSpark")),
              Map.entry("Spark planning", List.of("scan.UsesColumnarBatch")),
              Map.entry("Spark expressions", List.of("scan.WalksExpressions")),
              Map.entry("Spark data", List.of("scan.ReadsInternalRows")),
              Map.entry("query execution", List.of("job.UsesQueryExecution")),
              Map.entry("Vector API", List.of("kernel.UsesVectorApi")),
              Map.entry("picocli", List.of("job.UsesPicocli")),
              Map.entry("standard streams", List.of("metric.Prints", "metric.PrintsStackTrace")),
              Map.entry("Java serialization", List.of("store.WritesObjects"))));

  static Stream<String> rules() {
    return RULES.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProgramKeepsTheRule(String name) {
    RULES.all().get(name).allowEmptyShould(false).check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleFindsTheClassThatBreaksIt(String name) {
    EvaluationResult result = BAD_RULES.all().get(name).evaluate(BAD);

    assertThat(result.hasViolation()).as(name).isTrue();
    String report = String.join("\n", result.getFailureReport().getDetails());
    for (String culprit : FINDINGS.get(name)) {
      assertThat(report).as(name).contains(BAD_ROOT + "." + culprit);
    }
  }

  @Test
  void theOneClassThatMayIsNotFound() {
    String report =
        Stream.of("Spark planning", "query execution", "Vector API")
            .flatMap(
                name ->
                    BAD_RULES
                        .all()
                        .get(name)
                        .evaluate(BAD)
                        .getFailureReport()
                        .getDetails()
                        .stream())
            .collect(Collectors.joining("\n"));

    assertThat(report)
        .isNotEmpty()
        .doesNotContain("Class <" + BAD_ROOT + ".scan.SparkInternals")
        .doesNotContain("Method <" + BAD_ROOT + ".scan.SparkInternals")
        .doesNotContain("Method <" + BAD_ROOT + ".kernel.VectorSquaredErrorKernel");
  }

  @Test
  void everyPackageOfTheHouseHasClasses() {
    TreeSet<String> found =
        PROGRAM.stream()
            .map(each -> each.getPackageName().substring(ROOT.length() + 1).split("\\.")[0])
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found)
        .containsExactlyElementsOf(new TreeSet<>(ArchitectureRules.MAY_IMPORT.keySet()));
  }
}
