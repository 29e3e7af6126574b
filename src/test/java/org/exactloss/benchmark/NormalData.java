package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files (snappy) with predictions from N(0, 1) and targets from N(50, 10), doubles of full
 * precision, the same on every run: each file has a seed of its own. Made once, with the true loss
 * beside them.
 *
 * @param path the folder of the Parquet files
 * @param truth what every exact answer must equal
 * @param bytes size of the files
 */
record NormalData(Path path, ExactOracle truth, long bytes) {
  private static final int FILES = 8;

  /** Whether the columns may hold nulls by their schema; no value is null. */
  enum Nullability {
    REQUIRED("double(%s)"),
    NULLABLE("nullif(double(%s), double('NaN'))");

    private final String expression;

    Nullability(String expression) {
      this.expression = expression;
    }
  }

  static NormalData in(Path folder, SparkSession spark, long rows, Nullability nullability) {
    Path data = folder.resolve("normal-" + rows + "-" + nullability.name().toLowerCase());
    Path truth = data.resolveSibling(data.getFileName() + ".properties");
    try {
      if (!Files.exists(truth)) {
        write(spark, data, rows, nullability);
        Dataset<Row> written = spark.read().parquet(data.toUri().toString());
        ExactOracle.of(written.select("prediction", "target")).store(truth);
      }
      return new NormalData(data, ExactOracle.load(truth), sizeOf(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(SparkSession spark, Path data, long rows, Nullability nullability) {
    spark
        .range(0, rows, 1, FILES)
        .select(
            expr(nullability.expression.formatted("randn(1)")).as("prediction"),
            expr(nullability.expression.formatted("50 + 10 * randn(2)")).as("target"))
        .write()
        .mode(SaveMode.Overwrite)
        .option("compression", "snappy")
        .parquet(data.toUri().toString());
  }

  private static long sizeOf(Path folder) throws IOException {
    long bytes = 0;
    try (var files = Files.newDirectoryStream(folder, "*.parquet")) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
