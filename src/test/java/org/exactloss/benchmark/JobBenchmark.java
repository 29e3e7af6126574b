package org.exactloss.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.exactloss.benchmark.NormalData.Nullability;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times the whole job beside Spark SQL and Spark ML on the same Parquet files, in one warm process
 * with the repetitions taking turns. Every answer is checked: ours must have the bits of the truth.
 *
 * <p>Run it with {@code scripts/benchmark job}.
 */
@Command(
    name = "scripts/benchmark job",
    description = "Times the whole job beside Spark SQL and Spark ML on the same Parquet files.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class JobBenchmark implements Runnable {
  @Option(names = "--rows", description = "Rows of the data set.")
  private long rows = 50_000_000;

  @Option(names = "--nullable", description = "Columns whose schema allows nulls.")
  private boolean nullable;

  @Option(names = "--repetitions", description = "Timed runs of each contender.")
  private int repetitions = 9;

  @Option(names = "--ml-repetitions", description = "Timed runs of Spark ML, the slowest.")
  private int mlRepetitions = 3;

  @Option(names = "--warm-up", description = "Runs of each contender before the timed ones.")
  private int warmUps = 3;

  @Option(names = "--master", description = "Spark master.")
  private String master = "local[*]";

  @Option(names = "--folder", description = "Where the data is made and kept.")
  private Path folder = Path.of("target", "benchmark");

  public static void main(String[] args) {
    System.exit(new CommandLine(new JobBenchmark()).execute(args));
  }

  @Override
  public void run() {
    SparkSession spark =
        SparkSession.builder()
            .master(master)
            .appName("ExactLoss benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "WARN")
            .getOrCreate();
    try {
      Files.createDirectories(folder);
      Nullability nullability = nullable ? Nullability.NULLABLE : Nullability.REQUIRED;
      NormalData data = NormalData.in(folder.toAbsolutePath(), spark, rows, nullability);
      List<Contender> contenders = contenders(spark, data);
      race(contenders, data.truth().mean());
      print(spark, data, contenders);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      spark.stop();
    }
  }

  private List<Contender> contenders(SparkSession spark, NormalData data) {
    String path = data.path().toUri().toString();
    return List.of(
        new Contender("ExactLoss", repetitions, 0, () -> exactMean(spark, path, data.truth())),
        new Contender(
            "Spark SQL avg",
            repetitions,
            1e-9,
            () -> MeanSquaredErrors.sparkSql(spark.read().parquet(path))),
        new Contender(
            "Spark ML RegressionEvaluator",
            mlRepetitions,
            1e-9,
            () -> MeanSquaredErrors.sparkMl(spark.read().parquet(path))));
  }

  private static double exactMean(SparkSession spark, String path, ExactOracle truth) {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(path))
            .prediction("prediction")
            .target("target")
            .build();
    EvaluationReport.ModelResult result = new Evaluator(spark).evaluate(spec).results().get(0);
    double sum = result.metrics().sum().orElseThrow();
    if (result.used() != truth.rows()
        || Double.doubleToRawLongBits(sum) != Double.doubleToRawLongBits(truth.sum())) {
      throw new IllegalStateException(
          "ExactLoss found %s over %d rows where the truth is %s"
              .formatted(sum, result.used(), truth));
    }
    return result.metrics().mean().orElseThrow();
  }

  private void race(List<Contender> contenders, double truth) {
    for (int i = 0; i < warmUps; i++) {
      contenders.forEach(each -> each.warmUp(truth));
    }
    for (int i = 0; i < Math.max(repetitions, mlRepetitions); i++) {
      for (Contender each : contenders) {
        if (i < each.repetitions()) {
          each.run(truth);
        }
      }
    }
  }

  private void print(SparkSession spark, NormalData data, List<Contender> contenders) {
    System.out.printf("%s%n", Machine.describe());
    System.out.printf(
        "Spark %s, master %s; %,d rows, %s columns, %,d bytes of Parquet (snappy)%n%n",
        spark.version(), master, rows, nullable ? "nullable" : "required", data.bytes());
    System.out.printf(
        "%-30s %5s %9s %9s %15s %7s%n", "", "runs", "best s", "median s", "rows/s", "ratio");
    double ours = contenders.get(0).median();
    for (Contender each : contenders) {
      System.out.printf(
          Locale.ROOT,
          "%-30s %5d %9.3f %9.3f %,15.0f %7.2f%n",
          each.name(),
          each.repetitions(),
          each.best(),
          each.median(),
          rows / each.median(),
          each.median() / ours);
    }
    System.out.printf(
        "%nratio: median time over that of ExactLoss, whose answer was %s with equal bits in every"
            + " run%n",
        data.truth().mean());
  }
}
