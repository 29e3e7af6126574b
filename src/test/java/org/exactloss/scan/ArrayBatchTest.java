package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches are short where rows are long. */
class ArrayBatchTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String SETTING = "spark.sql.parquet.columnarReaderBatchSize";

  @TempDir static Path folder;

  @ParameterizedTest
  @CsvSource({
    "parquet, 16, 65536",
    "parquet, 300000, 3",
    "orc, 300000, 3",
    "parquet, 2000000, 1",
    "orc, 16, 65536"
  })
  void rowsByTheFooters(String format, int entries, int rows) {
    String path = folder.resolve(format + entries).toString();
    SPARK
        .range(0, 5, 1, 1)
        .selectExpr("id", "array_repeat(FLOAT(id), " + entries + ") AS p")
        .write()
        .format(format)
        .save(path);
    Dataset<Row> data = SPARK.read().format(format).load(path);
    assertThat(ArrayBatch.rows(new Configuration(), data.inputFiles())).hasValue(rows);
    String before = SPARK.conf().get(SETTING);
    assertThat(ArrayBatch.planned(data, () -> SPARK.conf().get(SETTING)))
        .isEqualTo(Integer.toString(Math.min(4096, rows)));
    assertThat(SPARK.conf().get(SETTING)).isEqualTo(before);
    LossScan scan =
        LossScan.plan(
            SourceData.of(data),
            EvaluationSpec.builder().prediction("p").target("p").build(),
            Set.of());
    assertThat(scan.reader()).startsWith("columns");
    assertThat(scan.run(2).models().get(0).state().used()).isEqualTo(5L * entries);
  }

  @Test
  void filesWithoutFooters() {
    String path = folder.resolve("json").toString();
    SPARK.range(5).write().json(path);
    assertThat(ArrayBatch.rows(new Configuration(), SPARK.read().json(path).inputFiles()))
        .isEmpty();
    assertThat(ArrayBatch.rows(new Configuration(), List.<String>of().toArray(String[]::new)))
        .isEmpty();
  }
}
