package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type that holds numbers, beside every other, as rows and as column batches. */
class ColumnTypesTest {
  private static final long SEED = 20_260_211;
  private static final int ROWS = 40;
  private static final ValuePolicies SKIP_NULLS =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL);

  @TempDir static Path folder;
  private static Table table;
  private static String file;

  @BeforeAll
  static void makeRows() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(NumberType.all().stream().map(type -> type.value(random)).toArray());
    }
    String ddl =
        NumberType.all().stream()
            .map(type -> "`" + type.name() + "` " + type.ddl())
            .collect(Collectors.joining(", "));
    table = Table.of(ddl, rows);
    file = table.parquet(folder, "every-type");
  }

  static Stream<NumberType> types() {
    return NumberType.all().stream();
  }

  private static EvaluationSpecBuilder spec(String target) {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target(target).policies(SKIP_NULLS);
    NumberType.all().forEach(type -> spec.prediction("`" + type.name() + "`"));
    return spec;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyPredictionBesideThisTarget(NumberType target) {
    List<LossOracle> expected = new ArrayList<>();
    for (NumberType prediction : NumberType.all()) {
      LossOracle oracle = new LossOracle(SKIP_NULLS);
      for (int i = 0; i < ROWS; i++) {
        oracle.add(table.value(i, prediction.name()), table.value(i, target.name()));
      }
      expected.add(oracle);
    }
    check(rows(spec("`" + target.name() + "`")), expected, target + " as rows");
    for (ReaderOption reader : List.of(ReaderOption.COLUMNS, ReaderOption.ROWS)) {
      EvaluationSpecBuilder spec = spec("`" + target.name() + "`").reader(reader);
      check(file(spec), expected, target + " from a file, " + reader);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void thisWeightWithEveryPrediction(NumberType weight) {
    List<LossOracle> expected = new ArrayList<>();
    for (NumberType prediction : NumberType.all()) {
      LossOracle oracle = new LossOracle(SKIP_NULLS);
      for (int i = 0; i < ROWS; i++) {
        Object w = table.value(i, weight.name());
        boolean usable = w == null || !w.toString().startsWith("-");
        if (usable) {
          oracle.add(table.value(i, prediction.name()), table.value(i, "decimal_28_14"), w);
        }
      }
      expected.add(oracle);
    }
    String condition =
        "CAST(" + weight.name() + " AS STRING) NOT LIKE '-%' OR " + weight.name() + " IS NULL";
    EvaluationSpecBuilder spec =
        spec("decimal_28_14").weight("`" + weight.name() + "`").where(condition);
    check(rows(spec), expected, "weight " + weight);
  }

  private static EvaluationReport rows(EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(table.data(3), spec.build());
  }

  private static EvaluationReport file(EvaluationSpecBuilder spec) {
    EvaluationReport report =
        new Evaluator(LocalSpark.session()).evaluate(spec.input(InputSpec.ofPaths(file)).build());
    String wanted = spec.build().reader() == ReaderOption.COLUMNS ? "columns" : "rows";
    assertThat(report.provenance().reader()).startsWith(wanted);
    return report;
  }

  private static void check(EvaluationReport report, List<LossOracle> expected, String what) {
    assertThat(report.results()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      String prediction = NumberType.all().get(i).ddl();
      expected
          .get(i)
          .check(report.results().get(i), prediction + " against " + what + ", seed " + SEED);
    }
  }

  @Test
  void aDecimalIsNotADouble() {
    // NIST's SmLs07 counts in tenths beside 1e12: as doubles the digits after the point are lost.
    Table decimals =
        Table.of(
            "p DECIMAL(14,1), t DECIMAL(14,1)",
            Table.row(
                new java.math.BigDecimal("1000000000000.4"),
                new java.math.BigDecimal("1000000000000.0")),
            Table.row(
                new java.math.BigDecimal("1000000000000.3"),
                new java.math.BigDecimal("1000000000000.0")));
    EvaluationReport report =
        new Evaluator(LocalSpark.session())
            .evaluate(
                decimals.data(), EvaluationSpec.builder().prediction("p").target("t").build());
    assertThat(report.results().get(0).metrics().sum().getAsDouble()).isEqualTo(0.25);
    assertThat(report.results().get(0).metrics().mean().getAsDouble()).isEqualTo(0.125);
  }
}
