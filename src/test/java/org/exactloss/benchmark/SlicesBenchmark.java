package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times slices, several models and further metrics beside the loss alone, and beside Spark SQL's
 * {@code GROUP BY}. Every answer is checked: the overall loss of ours must have the bits of the
 * truth, and Spark SQL's groups must come to it.
 */
@Command(
    name = "scripts/benchmark slices",
    description = "Times slices, several models and all metrics beside Spark SQL's GROUP BY.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SlicesBenchmark implements Runnable {
  private static final double TOLERANCE = 1e-9;

  @Option(names = "--rows", description = "Rows of the data set.")
  private long rows = 50_000_000;

  @Option(names = "--values", description = "Values of the slicing with many of them.")
  private int values = 1_000_000;

  @Option(
      names = "--only",
      description = "Only contenders in whose names this regular expression is found.")
  private String only = "";

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  public static void main(String[] args) {
    System.exit(new CommandLine(new SlicesBenchmark()).execute(args));
  }

  /** What {@code --html} asks for by itself, pictures apart. */
  private static final AnalysisSpec PAGE =
      new AnalysisSpec(
          List.of(),
          Set.of(Metric.R2),
          new Comparison(Optional.of(ConfidenceLevel.DEFAULT), Optional.empty()),
          List.of(),
          1000);

  @Override
  public void run() {
    session.run(this::run);
  }

  private void run(SparkSession spark) {
    SlicesData data = SlicesData.in(session.folder(), spark, rows, values);
    List<Contender> contenders =
        contenders(spark, data).stream()
            .filter(contender -> Pattern.compile(only).matcher(contender.name()).find())
            .toList();
    Race race = new Race(contenders, rows);
    race.run(session.warmUps(), data.truth().mean());
    System.out.printf("%s%n", Machine.describe());
    System.out.printf("Spark %s; %,d rows%n%n", spark.version(), rows);
    race.print(data.truth().mean());
  }

  private List<Contender> contenders(SparkSession spark, SlicesData data) {
    String path = data.path().toUri().toString();
    List<List<String>> texts =
        IntStream.range(0, SlicesData.TEXTS).mapToObj(i -> List.of(SlicesData.text(i))).toList();
    List<List<String>> many = List.of(List.of(SlicesData.MANY));
    List<Contender> all = new ArrayList<>();
    all.add(ours(spark, path, "loss alone", 1, List.of(), Set.of()));
    all.add(loss(spark, path, "loss and pictures", AnalysisSpec.NONE.withPictures()));
    all.add(loss(spark, path, "page without pictures", PAGE));
    all.add(loss(spark, path, "page", PAGE.withPictures()));
    all.add(ours(spark, path, "all metrics", 1, List.of(), EnumSet.allOf(Metric.class)));
    all.add(ours(spark, path, "10 models", SlicesData.MODELS, List.of(), Set.of()));
    all.add(
        Contender.of(
            "ExactLoss: 10 models, one run each",
            session.repetitions(),
            0,
            () -> {
              double first = 0;
              for (int i = SlicesData.MODELS - 1; i >= 0; i--) {
                first = mean(spark, spec(path, List.of(i), AnalysisSpec.NONE));
              }
              return first;
            }));
    all.add(ours(spark, path, "1 slicing of 100", 1, texts.subList(0, 1), Set.of()));
    all.add(ours(spark, path, "10 slicings of 100", 1, texts, Set.of()));
    all.add(ours(spark, path, "1 slicing of many", 1, many, Set.of()));
    all.add(sparkSql(spark, path, "GROUP BY of 100", SlicesData.text(0)));
    all.add(sparkSql(spark, path, "GROUP BY of many", SlicesData.MANY));
    return all;
  }

  private Contender loss(SparkSession spark, String path, String name, AnalysisSpec analysis) {
    return Contender.of(
        "ExactLoss: " + name,
        session.repetitions(),
        0,
        () -> mean(spark, spec(path, List.of(0), analysis)));
  }

  private Contender ours(
      SparkSession spark,
      String path,
      String name,
      int models,
      List<List<String>> slices,
      Set<Metric> metrics) {
    List<Integer> numbers = IntStream.range(0, models).boxed().toList();
    return Contender.of(
        "ExactLoss: " + name,
        session.repetitions(),
        0,
        () ->
            mean(
                spark,
                spec(
                    path,
                    numbers,
                    new AnalysisSpec(slices, metrics, Comparison.NONE, List.of(), 1000))));
  }

  private static EvaluationSpec spec(String path, List<Integer> models, AnalysisSpec analysis) {
    EvaluationSpecBuilder builder = EvaluationSpec.builder();
    models.forEach(model -> builder.prediction(SlicesData.model(model)));
    return builder.input(InputSpec.ofPaths(path)).target("target").analysis(analysis).build();
  }

  private static double mean(SparkSession spark, EvaluationSpec spec) {
    return new Evaluator(spark).evaluate(spec).results().get(0).metrics().mean().orElseThrow();
  }

  private Contender sparkSql(SparkSession spark, String path, String name, String by) {
    return Contender.of(
        "Spark SQL: " + name,
        session.repetitions(),
        TOLERANCE,
        () -> {
          Column error = col(SlicesData.model(0)).minus(col("target"));
          Row whole =
              spark
                  .read()
                  .parquet(path)
                  .groupBy(by)
                  .agg(avg(error.multiply(error)).as("mean"), count(lit(1)).as("rows"))
                  .agg(sum(col("mean").multiply(col("rows"))), sum("rows"))
                  .first();
          return whole.getDouble(0) / whole.getLong(1);
        });
  }
}
