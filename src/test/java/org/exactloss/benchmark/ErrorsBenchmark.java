package org.exactloss.benchmark;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.exactloss.benchmark.NormalData.Nullability;
import org.exactloss.job.Evaluator;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times the table of each row's squared error beside Spark SQL that writes the same columns and
 * {@code (p-t)*(p-t)} to the same format. What was written is read back and checked each time.
 */
@Command(
    name = "scripts/benchmark errors",
    description = "Times --reduction none beside Spark SQL writing the same columns.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ErrorsBenchmark implements Runnable {
  /** The mean of what is read back is itself computed in doubles. */
  private static final double TOLERANCE = 1e-9;

  private static final int SAMPLE = 1000;

  @Option(names = "--rows", description = "Rows of the data set.")
  private long rows = 20_000_000;

  @Option(names = "--output-format", description = "Ending of the tables' names.")
  private String format = "parquet";

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  public static void main(String[] args) {
    System.exit(new CommandLine(new ErrorsBenchmark()).execute(args));
  }

  @Override
  public void run() {
    session.run(this::run);
  }

  private void run(SparkSession spark) {
    NormalData data = NormalData.in(session.folder(), spark, rows, Nullability.REQUIRED);
    Race race = new Race(contenders(spark, data), rows);
    race.run(session.warmUps(), data.truth().mean());
    System.out.printf("%s%n", Machine.describe());
    System.out.printf("Spark %s; %,d rows written as %s%n%n", spark.version(), rows, format);
    race.print(data.truth().mean());
  }

  private List<Contender> contenders(SparkSession spark, NormalData data) {
    String input = data.path().toUri().toString();
    Path ours = session.folder().resolve("errors-exact." + format);
    Path theirs = session.folder().resolve("errors-spark-sql." + format);
    return List.of(
        Contender.writing(
            "ExactLoss --reduction none",
            session.repetitions(),
            TOLERANCE,
            () -> writeOurs(spark, input, ours),
            () -> meanOfExact(read(spark, ours))),
        Contender.writing(
            "Spark SQL (p-t)*(p-t)",
            session.repetitions(),
            TOLERANCE,
            () -> writeTheirs(spark, input, theirs),
            () -> mean(read(spark, theirs))));
  }

  private static void writeOurs(SparkSession spark, String input, Path output) {
    TableOutputs tables =
        new TableOutputs(
            Optional.of(output.toUri().toString()), false, 0, List.of(), Optional.empty(), true);
    new Evaluator(spark)
        .evaluate(
            EvaluationSpec.builder()
                .input(InputSpec.ofPaths(input))
                .prediction("prediction")
                .target("target")
                .reduction(Reduction.NONE)
                .tables(tables)
                .build());
  }

  private void writeTheirs(SparkSession spark, String input, Path output) {
    spark
        .read()
        .parquet(input)
        .selectExpr(
            "prediction",
            "target",
            "(prediction - target) * (prediction - target) AS squaredError",
            "CAST(NULL AS STRING) AS excluded")
        .write()
        .mode(SaveMode.Overwrite)
        .format(format)
        .save(output.toUri().toString());
  }

  private Dataset<Row> read(SparkSession spark, Path table) {
    return spark
        .read()
        .format(format)
        .schema("prediction DOUBLE, target DOUBLE, squaredError DOUBLE, excluded STRING")
        .load(table.toUri().toString());
  }

  private double meanOfExact(Dataset<Row> table) {
    for (Row row : table.limit(SAMPLE).collectAsList()) {
      BigDecimal difference =
          new BigDecimal(row.getDouble(0)).subtract(new BigDecimal(row.getDouble(1)));
      if (row.getDouble(2) != difference.multiply(difference).doubleValue()) {
        throw new IllegalStateException("Not rounded once: " + row);
      }
    }
    return mean(table);
  }

  private double mean(Dataset<Row> table) {
    if (table.count() != rows) {
      throw new IllegalStateException("%d rows instead of %d".formatted(table.count(), rows));
    }
    return table.selectExpr("avg(squaredError)").first().getDouble(0);
  }
}
