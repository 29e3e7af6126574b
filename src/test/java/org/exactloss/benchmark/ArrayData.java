package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.expr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files (snappy) of arrays of floats, predictions from N(0, 1) and targets from N(50, 10),
 * the same on every run; and the same floats as scalar columns. Made once.
 *
 * @param arrays the folder of the arrays
 * @param scalars the folder of the scalar columns
 * @param truth what every exact answer must equal
 */
record ArrayData(Path arrays, Path scalars, ExactOracle truth) {
  private static final int FILES = 8;

  static ArrayData in(Path folder, SparkSession spark, long rows, int length) {
    Path arrays = folder.resolve("arrays-" + rows + "x" + length);
    Path scalars = folder.resolve("floats-" + rows + "x" + length);
    Path truth = folder.resolve("arrays-" + rows + "x" + length + ".properties");
    if (!Files.exists(truth)) {
      write(
          spark
              .range(0, rows, 1, FILES)
              .select(
                  expr(array("float(randn(%d))", 1, length)).as("prediction"),
                  expr(array("float(50 + 10 * randn(%d))", 1001, length)).as("target")),
          arrays);
      write(
          spark
              .read()
              .parquet(arrays.toUri().toString())
              .selectExpr("inline(arrays_zip(prediction, target))"),
          scalars);
      Dataset<Row> written = spark.read().parquet(scalars.toUri().toString());
      ExactOracle.of(written.selectExpr("double(prediction)", "double(target)")).store(truth);
    }
    return new ArrayData(arrays, scalars, ExactOracle.load(truth));
  }

  private static String array(String element, int seed, int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> element.formatted(seed + i))
        .collect(Collectors.joining(", ", "array(", ")"));
  }

  private static void write(Dataset<Row> data, Path folder) {
    data.write()
        .mode(SaveMode.Overwrite)
        .option("compression", "snappy")
        .parquet(folder.toUri().toString());
  }
}
