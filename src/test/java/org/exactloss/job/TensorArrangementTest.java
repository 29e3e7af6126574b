package org.exactloss.job;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.job.TensorTypesTest.assertSame;
import static org.exactloss.job.TensorTypesTest.scan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.metric.LossMetrics;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers depend on the elements alone, and not on how they are arranged in arrays. */
class TensorArrangementTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int ROWS = 1500;
  private static final int OUTPUTS = 7;

  @TempDir static Path folder;
  private static Dataset<Row> columns;
  private static LossMetrics expected;

  @BeforeAll
  static void makeRows() {
    List<String> values = new ArrayList<>(List.of("id"));
    for (int i = 0; i < OUTPUTS; i++) {
      values.add("FLOAT(sin(id * 3.7D + %1$d)) AS p%1$d".formatted(i));
      values.add("cos(id / 3D) * pow(10D, id %% 9) + %1$d AS t%1$d".formatted(i));
    }
    String path = folder.resolve("columns").toString();
    SPARK.range(0, ROWS, 1, 3).selectExpr(values.toArray(String[]::new)).write().parquet(path);
    columns = SPARK.read().parquet(path);
    expected =
        metrics(columns.selectExpr("stack(%d, %s) AS (p, t)".formatted(OUTPUTS, pairs())), spec());
    LossOracle oracle = new LossOracle(ValuePolicies.FAIL);
    for (Row row : columns.collectAsList()) {
      for (int i = 0; i < OUTPUTS; i++) {
        oracle.add(row.getAs("p" + i), row.getAs("t" + i));
      }
    }
    assertThat(expected.mean()).hasValue(oracle.exactMean().nearest());
  }

  private static String pairs() {
    return IntStream.range(0, OUTPUTS)
        .mapToObj(i -> "p%1$d, t%1$d".formatted(i))
        .collect(Collectors.joining(", "));
  }

  private static String array(String name) {
    return IntStream.range(0, OUTPUTS)
        .mapToObj(i -> name + i)
        .collect(Collectors.joining(", ", "array(", ")"));
  }

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder().prediction("p").target("t");
  }

  private static LossMetrics metrics(Dataset<Row> data, EvaluationSpecBuilder spec) {
    ModelResult result = new Evaluator(SPARK).evaluate(data, spec.build()).results().get(0);
    assertThat(result.refusals()).isEmpty();
    assertThat(result.elements()).isEqualTo((long) ROWS * OUTPUTS);
    return result.metrics();
  }

  private static Dataset<Row> arrays() {
    return columns.selectExpr("id", array("p") + " AS p", array("t") + " AS t");
  }

  private static Dataset<Row> file(Dataset<Row> data, String format, String name) {
    String path = folder.resolve(name).toString();
    data.write().format(format).save(path);
    return SPARK.read().format(format).schema(data.schema()).load(path);
  }

  @Test
  void columnsPutTogether() {
    assertThat(metrics(columns, EvaluationSpec.builder().prediction(array("p")).target(array("t"))))
        .isEqualTo(expected);
  }

  @Test
  void arraysInFiles() {
    for (String format : List.of("parquet", "orc", "json")) {
      Dataset<Row> file = file(arrays(), format, "arrays-" + format);
      assertThat(metrics(file, spec())).as(format).isEqualTo(expected);
      assertThat(metrics(file, spec().reader(ReaderOption.ROWS))).as(format).isEqualTo(expected);
    }
    Dataset<Row> nested = arrays().selectExpr("array(p, p) AS p", "array(t, t) AS t");
    Dataset<Row> file = file(nested, "parquet", "nested");
    assertSame(
        scan(file, spec().reader(ReaderOption.COLUMNS).build()).models().get(0),
        scan(file, spec().reader(ReaderOption.ROWS).build()).models().get(0),
        "nested");
  }

  @Test
  void vectorsInFiles() {
    Dataset<Row> vectors =
        arrays()
            .select(
                array_to_vector(expr("p").cast("array<double>")).as("p"),
                array_to_vector(col("t")).as("t"));
    Dataset<Row> file = file(vectors, "parquet", "vectors");
    assertThat(metrics(vectors, spec())).isEqualTo(expected);
    assertThat(metrics(file, spec())).isEqualTo(expected);
    assertThat(metrics(file, spec().reader(ReaderOption.ROWS))).isEqualTo(expected);
  }

  @Test
  void oneLongRow() {
    Dataset<Row> row =
        arrays().selectExpr("flatten(collect_list(p)) AS p", "flatten(collect_list(t)) AS t");
    assertThat(metrics(row, spec())).isEqualTo(expected);
    assertThat(metrics(file(row, "parquet", "long"), spec().reader(ReaderOption.COLUMNS)))
        .isEqualTo(expected);
  }

  @Test
  void rowsOfDifferentLengths() {
    Dataset<Row> groups =
        arrays()
            .groupBy(expr("INT(sqrt(id))"))
            .agg(expr("flatten(collect_list(p)) AS p"), expr("flatten(collect_list(t)) AS t"));
    assertThat(metrics(file(groups, "parquet", "lengths"), spec().reader(ReaderOption.COLUMNS)))
        .isEqualTo(expected);
  }

  @Test
  void joinedByKey() {
    Dataset<Row> arrays = arrays();
    file(arrays.select("id", "t"), "parquet", "targets");
    JoinSpec join =
        new JoinSpec(InputSpec.ofPaths(folder.resolve("targets").toString()), List.of("id"), false);
    assertThat(metrics(arrays.select("id", "p"), spec().join(join))).isEqualTo(expected);
  }
}
