package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.expr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files (snappy) with a prediction, a target, and whole numbers of 10, 100, … different
 * values to slice by: the same on every run. Made once.
 */
record StepsData(Path path, ExactOracle truth) {
  private static final int FILES = 8;

  /** The column with about so many values. */
  static String slicedInto(long values) {
    return "of_" + values;
  }

  static StepsData in(Path folder, SparkSession spark, long rows, List<Integer> values) {
    Path data =
        folder.resolve(
            "steps-"
                + rows
                + "-"
                + String.join("-", values.stream().map(String::valueOf).toList()));
    Path truth = data.resolveSibling(data.getFileName() + ".properties");
    if (!Files.exists(truth)) {
      List<Column> columns = new ArrayList<>();
      columns.add(expr("randn(1)").as("prediction"));
      columns.add(expr("50 + 10 * randn(2)").as("target"));
      values.forEach(each -> columns.add(expr("int(rand(3) * " + each + ")").as(slicedInto(each))));
      spark
          .range(0, rows, 1, FILES)
          .select(columns.toArray(Column[]::new))
          .write()
          .mode(SaveMode.Overwrite)
          .option("compression", "snappy")
          .parquet(data.toUri().toString());
      ExactOracle.of(spark.read().parquet(data.toUri().toString()).select("prediction", "target"))
          .store(truth);
    }
    return new StepsData(data, ExactOracle.load(truth));
  }
}
