package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices of every type, each compared with the oracle of its rows. */
class SlicesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ValuePolicies LENIENT =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
  private static final List<List<String>> SLICINGS =
      List.of(
          List.of("s"),
          List.of("i", "s"),
          List.of("d"),
          List.of("f", "b"),
          List.of("e", "day", "s"),
          List.of("ts"),
          List.of("n"));
  private static final String DDL =
      "s STRING, i INT, d DOUBLE, f FLOAT, b BOOLEAN, e DECIMAL(25,2), day DATE, ts TIMESTAMP,"
          + " n BIGINT, p DOUBLE, q DOUBLE, t DOUBLE, w DOUBLE";
  private static final int P = 9;
  private static final int Q = 10;
  private static final int T = 11;
  private static final int W = 12;

  @TempDir static Path folder;

  private static Object pick(Random random, Object... values) {
    return values[random.nextInt(values.length)];
  }

  private static Double number(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> null;
      case 1 -> Double.NaN;
      case 2 -> Double.POSITIVE_INFINITY;
      case 3 -> 1e200;
      case 4 -> 1e-200;
      case 5 -> -0.0;
      default -> random.nextGaussian() * 30;
    };
  }

  private static Table table(Random random, int rows) {
    List<Object[]> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(
          Table.row(
              pick(random, null, "", "null", "NaN", "a", "<b>", "\u202E", "a,b"),
              pick(random, null, 0, -1, 7),
              pick(random, null, 0.0, -0.0, Double.NaN, 1.5, Double.NEGATIVE_INFINITY),
              pick(random, 0f, -0f, Float.NaN, 0.1f),
              pick(random, null, true, false),
              pick(
                  random,
                  null,
                  new BigDecimal("12345678901234567890123.45"),
                  new BigDecimal("0.10")),
              pick(random, null, Date.valueOf("2025-01-31"), Date.valueOf("1969-12-31")),
              pick(random, null, Timestamp.valueOf("2025-01-31 01:02:03.000004")),
              random.nextInt(9) == 0 ? null : (Object) random.nextLong(600),
              number(random),
              number(random),
              number(random),
              pick(random, 1.0, 0.5, 3.25, 1e-3, 0.0, null)));
    }
    return Table.of(DDL, all);
  }

  /** Equal for values that make one slice. */
  private static Object canonical(Object value) {
    if (value instanceof Double number) {
      return number + 0.0;
    } else if (value instanceof Float number) {
      return Double.valueOf(Float.toString(number + 0f));
    } else if (value instanceof Integer number) {
      return number.longValue();
    } else if (value instanceof Timestamp time) {
      return time.toString();
    } else if (value instanceof Date date) {
      return date.toString();
    }
    return value;
  }

  private static Map<List<Object>, LossOracle> oracles(
      Table table, List<String> slicing, int prediction, boolean weighted) {
    Map<List<Object>, LossOracle> oracles = new HashMap<>();
    List<String> names = Arrays.asList(table.schema().fieldNames());
    for (Row row : table.rows()) {
      List<Object> key = new ArrayList<>();
      slicing.forEach(name -> key.add(canonical(row.get(names.indexOf(name)))));
      LossOracle oracle = oracles.computeIfAbsent(key, any -> new LossOracle(LENIENT));
      if (weighted) {
        oracle.add(row.get(prediction), row.get(T), row.get(W));
      } else {
        oracle.add(row.get(prediction), row.get(T));
      }
    }
    return oracles;
  }

  private static AnalysisSpec analysis(Set<Metric> metrics) {
    return new AnalysisSpec(SLICINGS, metrics, Comparison.NONE, List.of(), 100_000);
  }

  private static void check(Table table, EvaluationReport report, boolean weighted, String what) {
    assertThat(report.slicings()).hasSameSizeAs(SLICINGS);
    for (int i = 0; i < SLICINGS.size(); i++) {
      SlicingReport slicing = report.slicings().get(i);
      assertThat(slicing.names()).isEqualTo(SLICINGS.get(i));
      for (int model = 0; model < 2; model++) {
        Map<List<Object>, LossOracle> expected =
            oracles(table, SLICINGS.get(i), model == 0 ? P : Q, weighted);
        assertThat(slicing.slices()).as(what).isEqualTo(expected.size());
        assertThat(slicing.most()).hasSize(expected.size());
        for (SlicingReport.Slice slice : slicing.most()) {
          ModelResult result = slice.results().get(model);
          assertThat(expected).as(what).containsKey(slice.values());
          LossOracle oracle = expected.get(slice.values());
          if (oracle.used() > 0) {
            oracle.check(result, what + " " + slice.values());
          } else {
            assertThat(result.excluded()).as(what).isEqualTo(oracle.excluded());
            assertThat(result.metrics().mean()).as(what).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void everySliceOfEveryTypeIsTheLossOfItsRows() {
    long seed = System.nanoTime();
    System.err.println("SlicesTest seed " + seed);
    Random random = new Random(seed);
    Table table = table(random, 3000);
    String file = table.parquet(folder, "slices" + seed);
    for (boolean weighted : new boolean[] {false, true}) {
      for (Set<Metric> metrics : List.of(Set.<Metric>of(), Set.of(Metric.MAE, Metric.R2))) {
        for (ReaderOption reader : List.of(ReaderOption.AUTO, ReaderOption.ROWS)) {
          var builder =
              EvaluationSpec.builder()
                  .input(InputSpec.ofPaths(file))
                  .prediction("p")
                  .prediction("q")
                  .target("t")
                  .policies(LENIENT)
                  .analysis(analysis(metrics))
                  .reader(reader);
          if (weighted) {
            builder.weight("w");
          }
          EvaluationReport report = new Evaluator(SPARK).evaluate(builder.build());
          String what = "seed %d, weighted %s, %s, %s".formatted(seed, weighted, metrics, reader);
          assertThat(report.provenance().reader())
              .startsWith(reader == ReaderOption.AUTO ? "columns" : "rows");
          check(table, report, weighted, what);
        }
      }
    }
  }

  /** Sums of nothing come from each task, but from no slice. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noRowsAreToldAsWithoutSlices(boolean further) {
    Table none = Table.of(DDL, List.of());
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(none.parquet(folder, "none" + further)))
            .prediction("p")
            .target("t")
            .prediction("q")
            .analysis(
                further
                    ? new AnalysisSpec(
                        SLICINGS,
                        Set.of(Metric.MAE, Metric.MAX_ERROR),
                        new Comparison(Optional.of(ConfidenceLevel.parse("0.9")), Optional.of("p")),
                        List.of(),
                        10)
                    : analysis(Set.of()))
            .build();
    assertThatThrownBy(() -> new Evaluator(SPARK).evaluate(spec))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot evaluate: the input has no rows");
  }

  /** A task that begins with few slices and goes on with many adds up all its rows either way. */
  @ParameterizedTest
  @ValueSource(strings = {"PAGES", "ROWS"})
  void theTotalIsThatWithoutSlicesWhereTheyBecomeMany(String reader) {
    Path data = folder.resolve("growing-" + reader);
    SPARK
        .range(0, 20_000, 1, 1)
        .selectExpr("CAST(id DIV 9 AS INT) AS slice", "randn(1) AS p", "10 * randn(2) AS t")
        .write()
        .parquet(data.toString());
    ModelResult whole = growing(data, reader, List.of()).results().get(0);
    EvaluationReport sliced = growing(data, reader, List.of(List.of("slice")));
    assertThat(sliced.slicings().get(0).slices()).isEqualTo(2223);
    assertThat(sliced.results()).isEqualTo(List.of(whole));
    assertThat(sliced.results().get(0).rows()).isEqualTo(20_000);
  }

  private static EvaluationReport growing(Path data, String reader, List<List<String>> slices) {
    return new Evaluator(SPARK)
        .evaluate(
            EvaluationSpec.builder()
                .input(InputSpec.ofPaths(data.toString()))
                .prediction("p")
                .target("t")
                .reader(ReaderOption.valueOf(reader))
                .analysis(new AnalysisSpec(slices, Set.of(), Comparison.NONE, List.of(), 10))
                .build());
  }
}
