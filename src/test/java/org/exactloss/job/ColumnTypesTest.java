package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
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
import org.junit.jupiter.params.provider.EnumSource;
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
            .map(type -> type.name() + " " + type.ddl())
            .collect(Collectors.joining(", "));
    table = Table.of(ddl, rows);
    file = table.parquet(folder, "every-type");
  }

  static Stream<NumberType> types() {
    return NumberType.all().stream();
  }

  private static EvaluationSpecBuilder spec(NumberType target, List<NumberType> predictions) {
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder().target(target.name()).policies(SKIP_NULLS);
    predictions.forEach(type -> spec.prediction(type.name()));
    return spec;
  }

  private static List<LossOracle> expected(NumberType target) {
    List<LossOracle> expected = new ArrayList<>();
    for (NumberType prediction : NumberType.all()) {
      LossOracle oracle = new LossOracle(SKIP_NULLS);
      for (int i = 0; i < ROWS; i++) {
        oracle.add(table.value(i, prediction.name()), table.value(i, target.name()));
      }
      expected.add(oracle);
    }
    return expected;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyPredictionBesideThisTarget(NumberType target) {
    check(rows(spec(target, NumberType.all())), expected(target), target + " as rows");
  }

  /** Differences that the type itself cannot hold, such as the 65 bits of two BIGINTs. */
  @ParameterizedTest
  @MethodSource("types")
  void oppositeEndsOfOneType(NumberType type) {
    List<Object[]> rows = new ArrayList<>();
    LossOracle plain = new LossOracle(ValuePolicies.FAIL);
    LossOracle weighted = new LossOracle(ValuePolicies.FAIL);
    for (Object prediction : type.edges()) {
      for (Object target : type.edges()) {
        rows.add(Table.row(prediction, target, Long.MAX_VALUE - rows.size()));
        plain.add(prediction, target);
        weighted.add(prediction, target, Long.MAX_VALUE - rows.size() + 1);
      }
    }
    Table ends = Table.of("p " + type.ddl() + ", t " + type.ddl() + ", w BIGINT", rows);
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("p").target("t");
    Evaluator evaluator = new Evaluator(LocalSpark.session());
    plain.check(evaluator.evaluate(ends.data(), spec.build()).results().get(0), "ends of " + type);
    spec.weight("w");
    weighted.check(
        evaluator.evaluate(ends.data(), spec.build()).results().get(0), "weighted ends of " + type);
  }

  @ParameterizedTest
  @EnumSource(names = {"COLUMNS", "ROWS"})
  void everyTypeFromParquet(ReaderOption reader) {
    for (NumberType target :
        List.of(
            NumberType.TEXT,
            NumberType.TINYINT,
            NumberType.BIGINT,
            NumberType.FLOAT,
            NumberType.decimal(9, 4),
            NumberType.decimal(18, 18),
            NumberType.decimal(38, 10))) {
      EvaluationReport report = file(spec(target, NumberType.all()).reader(reader));
      check(report, expected(target), target + " from a file, " + reader);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void thisWeight(NumberType weight) {
    List<NumberType> predictions =
        List.of(NumberType.DOUBLE, NumberType.BIGINT, NumberType.TEXT, NumberType.decimal(38, 37));
    List<LossOracle> expected = new ArrayList<>();
    for (NumberType prediction : predictions) {
      LossOracle oracle = new LossOracle(SKIP_NULLS);
      for (int i = 0; i < ROWS; i++) {
        Object w = table.value(i, weight.name());
        if (w == null || !w.toString().startsWith("-")) {
          oracle.add(table.value(i, prediction.name()), table.value(i, "decimal_28_14"), w);
        }
      }
      expected.add(oracle);
    }
    String notNegative =
        "%1$s IS NULL OR CAST(%1$s AS STRING) NOT LIKE '-%%'".formatted(weight.name());
    EvaluationSpecBuilder spec = spec(NumberType.decimal(28, 14), predictions);
    check(rows(spec.weight(weight.name()).where(notNegative)), expected, "weight " + weight);
  }

  private static EvaluationReport rows(EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build());
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
            Table.row(new BigDecimal("1000000000000.4"), new BigDecimal("1000000000000.0")),
            Table.row(new BigDecimal("1000000000000.3"), new BigDecimal("1000000000000.0")));
    EvaluationReport report =
        new Evaluator(LocalSpark.session())
            .evaluate(
                decimals.data(), EvaluationSpec.builder().prediction("p").target("t").build());
    assertThat(report.results().get(0).metrics().sum().getAsDouble()).isEqualTo(0.25);
    assertThat(report.results().get(0).metrics().mean().getAsDouble()).isEqualTo(0.125);
  }
}
