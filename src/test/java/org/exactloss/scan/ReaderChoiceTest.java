package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fastest reader that can be used is chosen, and the reason is said. */
class ReaderChoiceTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String COLUMNS = "columns (column batches of Spark's Parquet reader";

  @TempDir static Path folder;
  private static String path;

  @BeforeAll
  static void write() {
    path = folder.resolve("table").toString();
    Table.of(
            "p DOUBLE, t FLOAT, n INT, l BIGINT, s SMALLINT, d DECIMAL(5,2), a ARRAY<DOUBLE>,"
                + " k INT",
            Table.row(1.5, 1f, 3, 4L, (short) 5, new java.math.BigDecimal("6.25"), List.of(7.0), 1))
        .data()
        .write()
        .partitionBy("k")
        .parquet(path);
  }

  @Test
  void aSubqueryThatChoosesPartitions() {
    SPARK.read().parquet(path).createOrReplaceTempView("stored");
    Dataset<Row> data = SPARK.sql("SELECT * FROM stored WHERE k = (SELECT max(k) FROM stored)");
    EvaluationSpecBuilder asked = EvaluationSpec.builder().prediction("p").target("t");
    LossScan scan = plan(data, asked);
    assertThat(scan.reader()).isEqualTo("rows (a subquery chooses the partitions)");
    assertThat(scan.run(2).models().get(0).state().rows()).isEqualTo(1);
  }

  private static EvaluationSpecBuilder spec(String prediction) {
    return EvaluationSpec.builder()
        .input(InputSpec.ofPaths(path))
        .prediction(prediction)
        .target("t");
  }

  private static LossScan plan(Dataset<Row> data, EvaluationSpecBuilder spec) {
    return LossScan.plan(SourceData.of(data), spec.build(), Set.of());
  }

  private static String reader(EvaluationSpecBuilder spec) {
    return plan(SPARK.read().parquet(path), spec).reader();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p | pages (pages of plain Parquet files)",
        "t | pages (pages of plain Parquet files)",
        "n | pages (pages of plain Parquet files)",
        "l | pages (pages of plain Parquet files)",
        "s | columns (column batches of Spark's Parquet reader; no pages, as the column s is SMALLINT)",
        "d | columns (column batches of Spark's Parquet reader; no pages, as the column d is DECIMAL(5,2))",
        "k | columns (column batches of Spark's Parquet reader; no pages, as the column k is in no file)",
        "p + 1 | rows (an expression is computed from the columns)"
      })
  void predictions(String prediction, String reader) {
    assertThat(reader(spec(prediction))).isEqualTo(reader);
  }

  @Test
  void filters() {
    assertThat(reader(spec("p").where("k = 1"))).startsWith("pages (");
    assertThat(reader(spec("p").where("p > 1 AND l = 4"))).startsWith("pages (");
    assertThat(reader(spec("p").where("s > 1")))
        .isEqualTo(COLUMNS + "; no pages, as the column s is SMALLINT)");
    assertThat(reader(spec("p").where("k = 1 OR p > 1")))
        .isEqualTo(COLUMNS + "; no pages, as the column k is in no file)");
    assertThat(reader(spec("p + 1").where("p > 1")))
        .isEqualTo("rows (an expression is computed from the columns)");
  }

  @Test
  void filtersThatMayDiffer() {
    SPARK.read().parquet(path).createOrReplaceTempView("stored");
    EvaluationSpecBuilder asked = EvaluationSpec.builder().prediction("p").target("t");
    Dataset<Row> largest = SPARK.sql("SELECT * FROM stored WHERE n = (SELECT max(n) FROM stored)");
    assertThat(plan(largest, asked).reader()).isEqualTo("rows (a subquery chooses the rows)");
    assertThat(plan(SPARK.read().parquet(path).filter("rand() < 0.5"), asked).reader())
        .isEqualTo("rows (which rows are chosen is not the same each time)");
  }

  @Test
  void arrays() {
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder().input(InputSpec.ofPaths(path)).prediction("a").target("a");
    assertThat(reader(spec)).isEqualTo(COLUMNS + "; no pages, as the column a is ARRAY<DOUBLE>)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n, l | pages (pages of plain Parquet files)",
        "k | columns (column batches of Spark's Parquet reader; no pages, as the column k is in no file)"
      })
  void slices(String by, String reader) {
    AnalysisSpec slices =
        new AnalysisSpec(
            List.of(List.of(by.split(", "))),
            Set.of(),
            Comparison.NONE,
            List.of(),
            AnalysisSpec.REPORTED_SLICES);
    assertThat(reader(spec("p").analysis(slices))).isEqualTo(reader);
  }

  @Test
  void otherFormats() {
    String orc = folder.resolve("orc").toString();
    Table.of("p DOUBLE, t FLOAT", Table.row(1.5, 1f)).data().write().orc(orc);
    assertThat(plan(SPARK.read().orc(orc), spec("p")).reader())
        .isEqualTo(
            "columns (column batches of Spark's ORC reader; no pages, as the files are not plain"
                + " Parquet but ORC)");
    assertThat(plan(Table.of("p DOUBLE, t FLOAT").data(), spec("p")).reader()).startsWith("rows (");
  }

  @Test
  void optionsThatPassOverFiles() {
    Dataset<Row> data = SPARK.read().options(Map.of("ignoreMissingFiles", "true")).parquet(path);
    assertThat(plan(data, spec("p")).reader())
        .isEqualTo(COLUMNS + "; no pages, as damaged or missing files are passed over)");
  }

  @Test
  void whatIsAskedFor() {
    assertThat(reader(spec("p").reader(ReaderOption.PAGES))).startsWith("pages (");
    assertThat(reader(spec("p").reader(ReaderOption.COLUMNS))).isEqualTo(COLUMNS + ")");
    assertThat(reader(spec("p").reader(ReaderOption.ROWS))).isEqualTo("rows (asked for)");
    assertThatThrownBy(() -> reader(spec("d").reader(ReaderOption.PAGES)))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage("Cannot read pages: the column d is DECIMAL(5,2); leave out --reader pages");
  }
}
