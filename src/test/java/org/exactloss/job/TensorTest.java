package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same numbers whatever the arrangement in arrays. */
class TensorTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  @Test
  void theArrangementDoesNotMatter() {
    Dataset<Row> columns =
        SPARK
            .range(10_000)
            .selectExpr(
                "CAST(sin(id) AS FLOAT) AS a",
                "CAST(cos(id) AS FLOAT) AS b",
                "sqrt(CAST(id AS DOUBLE)) AS c",
                "CAST(id % 7 AS FLOAT) AS d");
    Dataset<Row> arrays =
        columns.selectExpr(
            "array(a, b) AS p",
            "array(c, CAST(d AS DOUBLE)) AS t",
            "array(array(a, b), array(a, a)) AS p2",
            "array(array(c, CAST(d AS DOUBLE)), array(c, c)) AS t2");
    String path = folder.resolve("arrays").toString();
    arrays.write().parquet(path);
    Dataset<Row> scalars = arrays.selectExpr("inline(arrays_zip(p, t))");
    EvaluationSpec spec = EvaluationSpec.builder().prediction("p").target("t").build();
    EvaluationReport fromArrays = new Evaluator(SPARK).evaluate(SPARK.read().parquet(path), spec);
    EvaluationReport fromRows = new Evaluator(SPARK).evaluate(arrays, spec);
    EvaluationReport fromScalars = new Evaluator(SPARK).evaluate(scalars, spec);
    assertThat(fromArrays.results().get(0).metrics())
        .isEqualTo(fromScalars.results().get(0).metrics());
    assertThat(fromRows.results()).isEqualTo(fromArrays.results());
    spec = EvaluationSpec.builder().prediction("p2").target("t2").build();
    assertThat(new Evaluator(SPARK).evaluate(SPARK.read().parquet(path), spec).results())
        .isEqualTo(new Evaluator(SPARK).evaluate(arrays, spec).results());
  }
}
