package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of errors of plain numbers, beside fractions that are rounded by definition. */
class ErrorTableTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_261_123;
  private static final String NUMBERS = "id STRING, p DOUBLE, t DOUBLE, w DOUBLE";
  private static final int PER_FAMILY = 4;
  private static final ValuePolicies SKIP_ALL =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"MEAN, WEIGHTS", "MEAN, ELEMENTS", "SUM, WEIGHTS", "NONE, WEIGHTS"})
  void eachElementIsRoundedOnce(Reduction reduction, Divisor divisor) {
    String path = numbers().parquet(folder, "numbers.parquet");
    EvaluationSpecBuilder builder =
        builder("out", true).weight("w").reduction(reduction).divideBy(divisor);
    EvaluationReport report = run(builder.input(InputSpec.ofPaths(path)));
    assertThat(report.provenance().reader()).startsWith("pages");
    check(rows("out"), reduction, divisor);
  }

  private static Table numbers() {
    List<Object[]> rows = new ArrayList<>();
    for (RowSet set : RowSets.weighted(SEED, PER_FAMILY)) {
      for (int i = 0; i < set.size(); i++) {
        // Weights that are not positive are left out or refused.
        double weight = set.weight()[i] > 0 ? set.weight()[i] : 1;
        rows.add(row(set.name(), set.prediction()[i], set.target()[i], weight));
      }
    }
    return Table.of(NUMBERS, rows);
  }

  private static void check(List<Row> rows, Reduction reduction, Divisor divisor) {
    BigDecimal weights = BigDecimal.ZERO;
    for (Row row : rows) {
      weights = weights.add(new BigDecimal(row.getDouble(3)));
    }
    Rational by = Rational.of(1);
    if (reduction == Reduction.MEAN) {
      by = divisor == Divisor.WEIGHTS ? Rational.of(weights) : Rational.of(rows.size());
    }
    for (Row row : rows) {
      Rational difference =
          Rational.of(row.getDouble(1)).add(Rational.of(row.getDouble(2)).negate());
      Rational weighted = Rational.of(row.getDouble(3)).multiply(difference);
      String what = "seed %d: %s".formatted(SEED, row);
      assertBits(row.getDouble(4), weighted.multiply(difference).nearest(), what);
      assertThat(row.isNullAt(5)).as(what).isTrue();
      assertBits(row.getDouble(6), Rational.of(2).multiply(weighted).divide(by).nearest(), what);
    }
    assertThat(rows).hasSize(numbers().rows().size());
  }

  private static void assertBits(double actual, double expected, String what) {
    assertThat(Double.doubleToRawLongBits(actual))
        .as(what)
        .isEqualTo(Double.doubleToRawLongBits(expected));
  }

  @Test
  void numbersThatNoDoubleHoldsStayExact() {
    Table table =
        Table.of(
            "p BIGINT, q DECIMAL(20,3), t DECIMAL(38,10), w DECIMAL(10,2)",
            row(
                Long.MAX_VALUE,
                decimal("0.125"),
                decimal("9223372036854775806.9999999999"),
                decimal("0.01")),
            row(3L, decimal("3.000"), decimal("1.0000000003"), decimal("2.50")),
            row(7L, null, decimal("0.1000000000"), decimal("1.00")));
    run(
        builder("out", true)
            .prediction("q")
            .weight("w")
            .reduction(Reduction.MEAN)
            .policies(SKIP_ALL),
        table.data());
    Rational weightsOfP = Rational.of(decimal("3.51"));
    Rational weightsOfQ = Rational.of(decimal("2.51"));
    for (Row row : rows("out")) {
      assertExact(row, 0, 4, weightsOfP);
      if (row.isNullAt(1)) {
        assertThat(row.isNullAt(7)).isTrue();
        assertThat(row.getString(8)).isEqualTo("nullPrediction");
        assertThat(row.isNullAt(9)).isTrue();
      } else {
        assertExact(row, 1, 7, weightsOfQ);
      }
    }
    assertThat(table("out").columns())
        .containsExactly(
            "p",
            "q",
            "t",
            "w",
            "squaredError_p",
            "excluded_p",
            "gradient_p",
            "squaredError_q",
            "excluded_q",
            "gradient_q");
  }

  private static void assertExact(Row row, int prediction, int squaredError, Rational weights) {
    Rational p = Rational.of(new BigDecimal(row.get(prediction).toString()));
    Rational difference = p.add(Rational.of(row.getDecimal(2)).negate());
    Rational weighted = Rational.of(row.getDecimal(3)).multiply(difference);
    String what = row.toString();
    assertBits(row.getDouble(squaredError), weighted.multiply(difference).nearest(), what);
    assertBits(
        row.getDouble(squaredError + 2),
        Rational.of(2).multiply(weighted).divide(weights).nearest(),
        what);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void whatIsLeftOutIsNullWithItsReason() {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    Table table =
        Table.of(
            "p STRING, t DOUBLE, w DOUBLE, reason STRING",
            row("1", 3.0, 1.0, null),
            row("x", 3.0, 1.0, "malformedPrediction"),
            row(null, 3.0, 1.0, "nullPrediction"),
            row("NaN", 3.0, 1.0, "nanPrediction"),
            row("NaN", nan, 1.0, "nanTarget"),
            row("-Infinity", 3.0, 1.0, "infinitePrediction"),
            row("1", infinity, 1.0, "infiniteTarget"),
            row("1", null, 1.0, "nullTarget"),
            row("1", 9.0, 1.0, "ignoredTarget"),
            row("1", null, 0.0, "zeroWeight"),
            row("1", 3.0, null, "nullWeight"),
            row("1", 3.0, nan, "nanWeight"));
    run(builder("out.json", true).weight("w").ignoreTarget("9").policies(SKIP_ALL), table.data());
    List<Row> rows = SPARK.read().json(path("out.json")).collectAsList();
    assertThat(rows).hasSize(12);
    for (Row row : rows) {
      String reason = row.getAs("reason");
      assertThat(row.<String>getAs("excluded")).isEqualTo(reason);
      assertThat(row.<Double>getAs("squaredError")).isEqualTo(reason == null ? 4.0 : null);
      assertThat(row.<Double>getAs("gradient")).isEqualTo(reason == null ? -4.0 : null);
    }
  }

  @Test
  void whatIsPropagatedIsInTheTable() {
    Table table =
        Table.of(
            "p DOUBLE, t DOUBLE",
            row(Double.NaN, 1.0),
            row(1.0, Double.NEGATIVE_INFINITY),
            row(Double.NEGATIVE_INFINITY, 1.0));
    ValuePolicies propagate =
        new ValuePolicies(
            ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
    run(builder("out.csv", true).policies(propagate), table.data().coalesce(1));
    List<String> rows =
        SPARK.read().option("header", true).csv(path("out.csv")).collectAsList().stream()
            .map(Row::toString)
            .toList();
    assertThat(rows)
        .containsExactly(
            "[NaN,1.0,NaN,null,NaN]",
            "[1.0,-Infinity,Infinity,null,Infinity]",
            "[-Infinity,1.0,Infinity,null,-Infinity]");
  }

  @Test
  void malformedRecordsAreRowsToo() throws IOException {
    String input = Files.writeString(folder.resolve("in.csv"), "p,t\n1,2\n1,2,3\n5,5\n").toString();
    run(builder("out.csv.gz", false).policies(SKIP_ALL).input(InputSpec.ofPaths(input)));
    List<String> rows =
        SPARK.read().option("header", true).csv(path("out.csv.gz")).collectAsList().stream()
            .map(row -> row.getString(2) + " " + row.getString(3))
            .toList();
    assertThat(rows).containsExactly("1.0 null", "null malformedRecord", "0.0 null");
  }

  /** Rows of which some are left out go another way than those of which all are used. */
  @Test
  void whatIsLeftOutChangesNoOtherNumber() {
    List<Object[]> rows = new ArrayList<>();
    numbers().rows().forEach(row -> rows.add(row(row.get(0), row.get(1), row.get(2), row.get(3))));
    EvaluationSpecBuilder complete = builder("complete", true).reduction(Reduction.SUM);
    run(complete.weight("w"), Table.of(NUMBERS, rows).data());
    rows.add(row("none", null, 1.0, 1.0));
    EvaluationSpecBuilder holed = builder("holed", true).reduction(Reduction.SUM);
    run(holed.weight("w").policies(SKIP_ALL), Table.of(NUMBERS, rows).data());
    assertThat(bits("holed").filter("excluded IS NULL").exceptAll(bits("complete")).count())
        .isZero();
    assertThat(table("holed").filter("excluded = 'nullPrediction'").count()).isEqualTo(1);
    assertThat(table("holed").count()).isEqualTo(table("complete").count() + 1);
  }

  /** As text, so that zeros of both signs are told apart. */
  private Dataset<Row> bits(String name) {
    return table(name)
        .selectExpr("id", "p", "t", "w", "excluded", "string(squaredError)", "string(gradient)");
  }

  private EvaluationSpecBuilder builder(String output, boolean gradient) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .tables(tables(output, gradient, List.of(), false));
  }

  private TableOutputs tables(
      String output, boolean gradient, List<String> keep, boolean overwrite) {
    return new TableOutputs(
        Optional.of(path(output)), gradient, 0, keep, Optional.empty(), overwrite);
  }

  private static EvaluationReport run(EvaluationSpecBuilder builder) {
    return new Evaluator(SPARK).evaluate(builder.build());
  }

  private static EvaluationReport run(EvaluationSpecBuilder builder, Dataset<Row> data) {
    return new Evaluator(SPARK).evaluate(data, builder.build());
  }

  private Dataset<Row> table(String name) {
    return SPARK.read().parquet(path(name));
  }

  private List<Row> rows(String name) {
    return table(name).collectAsList();
  }

  private String path(String name) {
    return folder + "/" + name;
  }
}
