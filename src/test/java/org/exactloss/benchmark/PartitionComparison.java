package org.exactloss.benchmark;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.spec.EvaluationSpec;

/**
 * Prints the mean squared error of one and the same rows, the shipped weather forecasts, in several
 * numbers of partitions, as Spark ML, Spark SQL and ExactLoss give it. It takes no arguments.
 *
 * <p>Run it with {@code scripts/benchmark partitions}.
 */
public final class PartitionComparison {
  private static final int[] PARTITIONS = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};
  private static final EvaluationSpec SPEC =
      EvaluationSpec.builder().prediction("prediction").target("target").build();

  private final SparkSession spark;
  private final Dataset<Row> rows;
  private final Set<Double> ml = new LinkedHashSet<>();
  private final Set<Double> sql = new LinkedHashSet<>();
  private final Set<Double> exact = new LinkedHashSet<>();

  private PartitionComparison(SparkSession spark, Dataset<Row> rows) {
    this.spark = spark;
    this.rows = rows;
  }

  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .appName("ExactLoss partition comparison")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "ERROR")
            .getOrCreate();
    try {
      new PartitionComparison(spark, forecasts(spark)).print();
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> forecasts(SparkSession spark) {
    return spark
        .read()
        .option("header", "true")
        .csv("src/examples/weather_forecasts.csv.gz")
        .selectExpr("double(linear_model) AS prediction", "double(temperature) AS target")
        .where("prediction IS NOT NULL AND target IS NOT NULL");
  }

  private void print() {
    String line = "%10s  %-20s  %-20s  %-20s%n";
    System.out.printf(line, "partitions", "Spark ML", "Spark SQL avg", "ExactLoss");
    for (int partitions : PARTITIONS) {
      Dataset<Row> divided = rows.repartition(partitions);
      System.out.printf(
          line,
          partitions,
          keep(ml, MeanSquaredErrors.sparkMl(divided)),
          keep(sql, MeanSquaredErrors.sparkSql(divided)),
          keep(exact, exact(divided)));
    }
    System.out.printf(line, "different", ml.size(), sql.size(), exact.size());
  }

  private double exact(Dataset<Row> data) {
    return new Evaluator(spark)
        .evaluate(data, SPEC)
        .results()
        .get(0)
        .metrics()
        .mean()
        .orElseThrow();
  }

  private static double keep(Set<Double> answers, double answer) {
    answers.add(answer);
    return answer;
  }
}
