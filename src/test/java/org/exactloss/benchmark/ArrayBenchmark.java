package org.exactloss.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times the job on arrays of floats beside Spark SQL on the same files, and beside itself on the
 * same floats as scalar columns. Every answer is checked.
 */
@Command(
    name = "scripts/benchmark arrays",
    description = "Times arrays of floats beside Spark SQL, and the same floats as scalar columns.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ArrayBenchmark implements Runnable {
  /** Spark SQL subtracts and multiplies in floats, each time with a rounding error. */
  private static final double FLOAT_TOLERANCE = 1e-5;

  @Option(names = "--rows", description = "Rows of the data set.")
  private long rows = 20_000_000;

  @Option(names = "--length", description = "Floats in each array.")
  private int length = 16;

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  public static void main(String[] args) {
    System.exit(new CommandLine(new ArrayBenchmark()).execute(args));
  }

  @Override
  public void run() {
    session.run(this::run);
  }

  private void run(SparkSession spark) {
    ArrayData data = ArrayData.in(session.folder(), spark, rows, length);
    Race race = new Race(contenders(spark, data), rows);
    race.run(session.warmUps(), data.truth().mean());
    System.out.printf("%s%n", Machine.describe());
    System.out.printf(
        "Spark %s; %,d rows of arrays of %d floats in Parquet (snappy)%n%n",
        spark.version(), rows, length);
    race.print(data.truth().mean());
  }

  private List<Contender> contenders(SparkSession spark, ArrayData data) {
    int runs = session.repetitions();
    return List.of(
        Contender.of("ExactLoss, arrays", runs, 0, () -> exactMean(spark, data.arrays())),
        Contender.of(
            "ExactLoss, the same as scalar columns",
            runs,
            0,
            () -> exactMean(spark, data.scalars())),
        Contender.of(
            "Spark SQL aggregate(zip_with(...))",
            runs,
            FLOAT_TOLERANCE,
            () -> sparkSql(spark, data.arrays())));
  }

  private static double exactMean(SparkSession spark, Path folder) {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(folder.toUri().toString()))
            .prediction("prediction")
            .target("target")
            .build();
    ModelResult result = new Evaluator(spark).evaluate(spec).results().get(0);
    return result.metrics().mean().orElseThrow();
  }

  private static double sparkSql(SparkSession spark, Path folder) {
    return spark
        .read()
        .parquet(folder.toUri().toString())
        .selectExpr(
            "sum(aggregate(zip_with(prediction, target, (p, t) -> (p - t) * (p - t)), 0D,"
                + " (sum, square) -> sum + square)) / sum(size(target))")
        .first()
        .getDouble(0);
  }
}
