package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.exactloss.benchmark.NormalData.Nullability;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Option(
      names = "--ml-repetitions",
      description = "Timed runs of Spark ML, the slowest; 0 leaves it out.")
  private int mlRepetitions = 3;

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  public static void main(String[] args) {
    System.exit(new CommandLine(new JobBenchmark()).execute(args));
  }

  @Override
  public void run() {
    session.run(this::run);
  }

  private void run(SparkSession spark) {
    Nullability nullability = nullable ? Nullability.NULLABLE : Nullability.REQUIRED;
    NormalData data = NormalData.in(session.folder(), spark, rows, nullability);
    Race race = new Race(contenders(spark, data), rows);
    race.run(session.warmUps(), data.truth().mean());
    print(spark, data, race);
  }

  private List<Contender> contenders(SparkSession spark, NormalData data) {
    String path = data.path().toUri().toString();
    int repetitions = session.repetitions();
    List<Contender> contenders = new ArrayList<>();
    contenders.add(ours(ReaderOption.PAGES, spark, data));
    contenders.add(ours(ReaderOption.COLUMNS, spark, data));
    contenders.add(
        Contender.of(
            "Spark SQL avg",
            repetitions,
            1e-9,
            () -> MeanSquaredErrors.sparkSql(spark.read().parquet(path))));
    if (mlRepetitions > 0) {
      contenders.add(
          Contender.of(
              "Spark ML RegressionEvaluator",
              mlRepetitions,
              1e-9,
              () -> MeanSquaredErrors.sparkMl(spark.read().parquet(path))));
    }
    return contenders;
  }

  private Contender ours(ReaderOption reader, SparkSession spark, NormalData data) {
    return Contender.of(
        "ExactLoss, " + reader.name().toLowerCase(Locale.ROOT),
        session.repetitions(),
        0,
        () -> exactMean(spark, data, reader));
  }

  private static double exactMean(SparkSession spark, NormalData data, ReaderOption reader) {
    ExactOracle truth = data.truth();
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(data.path().toUri().toString()))
            .reader(reader)
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

  private void print(SparkSession spark, NormalData data, Race race) {
    System.out.printf("%s%n", Machine.describe());
    System.out.printf(
        "Spark %s, master %s; %,d rows, %s columns, %,d bytes of Parquet (snappy)%n%n",
        spark.version(),
        spark.sparkContext().master(),
        rows,
        nullable ? "nullable" : "required",
        data.bytes());
    race.print(data.truth().mean());
  }
}
