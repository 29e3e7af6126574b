package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.expr;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files (snappy) with a target from N(50, 10), predictions from N(0, 1), texts of 100
 * different values each, and a whole number of a million: the same on every run. Made once, with
 * the true loss of the first model beside them.
 *
 * @param path the folder of the Parquet files
 * @param truth of the first model
 */
record SlicesData(Path path, ExactOracle truth) {
  static final int MODELS = 10;
  static final int TEXTS = 10;
  static final String MANY = "many";
  private static final int FILES = 8;

  static String model(int number) {
    return "prediction" + number;
  }

  static String text(int number) {
    return "text" + number;
  }

  static SlicesData in(Path folder, SparkSession spark, long rows, int values) {
    Path data = folder.resolve("slices-" + rows + "-" + values);
    Path truth = data.resolveSibling(data.getFileName() + ".properties");
    if (!Files.exists(truth)) {
      write(spark, data, rows, values);
      ExactOracle.of(spark.read().parquet(data.toUri().toString()).select(model(0), "target"))
          .store(truth);
    }
    return new SlicesData(data, ExactOracle.load(truth));
  }

  private static void write(SparkSession spark, Path data, long rows, int values) {
    List<Column> columns = new ArrayList<>();
    columns.add(expr("50 + 10 * randn(1)").as("target"));
    IntStream.range(0, MODELS)
        .forEach(i -> columns.add(expr("randn(" + (100 + i) + ")").as(model(i))));
    IntStream.range(0, TEXTS)
        .forEach(
            i ->
                columns.add(
                    expr("concat('value ', int(rand(" + (200 + i) + ") * 100))").as(text(i))));
    columns.add(expr("int(rand(300) * " + values + ")").as(MANY));
    spark
        .range(0, rows, 1, FILES)
        .select(columns.toArray(Column[]::new))
        .write()
        .mode(SaveMode.Overwrite)
        .option("compression", "snappy")
        .parquet(data.toUri().toString());
  }
}
