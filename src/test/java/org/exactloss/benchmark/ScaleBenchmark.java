package org.exactloss.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.benchmark.ParquetData.Layout;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What rows, partitions, slices and models cost, in time and memory. Prints tables in Markdown.
 * Every answer is checked by its bits.
 */
@Command(
    name = "scripts/benchmark scale",
    description = "Times one job at growing numbers of rows, partitions, slices and models.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ScaleBenchmark implements Runnable {
  private static final double NANOSECONDS = 1e9;

  @Option(names = "--rows", split = ",", description = "Numbers of rows.")
  private List<Long> rows = List.of(1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L);

  @Option(
      names = "--base-rows",
      description = "Rows that are really stored; more of them are the same files several times.")
  private long baseRows = 10_000_000;

  @Option(names = "--partitions", split = ",", description = "Numbers of partitions.")
  private List<Integer> partitions = List.of(1, 10, 100, 1_000, 10_000, 100_000);

  @Option(names = "--partition-rows", description = "Rows that are divided into them.")
  private long partitionRows = 1_000_000;

  @Option(names = "--merges", split = ",", description = "Numbers of states that are merged.")
  private List<Integer> merges = List.of(1_000, 10_000, 100_000, 1_000_000);

  @Option(names = "--slices", split = ",", description = "Numbers of slices.")
  private List<Integer> slices = List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000);

  @Option(names = "--models", split = ",", description = "Numbers of models.")
  private List<Integer> models = List.of(1, 2, 5, 10);

  @Option(names = "--slices-rows", description = "Rows of the data with slices and models.")
  private long slicesRows = 10_000_000;

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  private SparkSession spark;

  public static void main(String[] args) {
    System.exit(new CommandLine(new ScaleBenchmark()).execute(args));
  }

  @Override
  public void run() {
    session.run(
        started -> {
          spark = started;
          print(
              "%s; Spark %s, master %s; medians of %d repetitions after %d to warm up%n",
              Machine.describe(),
              spark.version(),
              spark.sparkContext().master(),
              session.repetitions(),
              session.warmUps());
          rows();
          partitions();
          merges();
          slices();
          models();
        });
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private void rows() {
    print("%nRows%n%n| rows | median s | ns a row | live heap MiB | direct MiB |%n");
    print("| ---: | ---: | ---: | ---: | ---: |%n");
    for (long count : rows) {
      long stored = Math.min(count, baseRows);
      if (count % stored != 0) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), "--rows " + count + " is no multiple of --base-rows " + stored);
      }
      rows(count, ParquetData.in(session.folder(), spark, stored, Layout.USUAL));
    }
  }

  private void rows(long count, ParquetData data) {
    Path files = LinkedFiles.times(data, Math.toIntExact(count / data.rows()));
    EvaluationSpec spec = Arena.request(files).prediction("prediction").target("target").build();
    Runnable work = () -> check(first(spec), count, data.truth().mean());
    double seconds = median(work);
    MemoryWatch.Peak peak = MemoryWatch.during(work);
    print(
        "| %,d | %.3f | %.2f | %.0f | %.1f |%n",
        count,
        seconds,
        seconds / count * NANOSECONDS,
        peak.heapMegabytes(),
        peak.directMegabytes());
  }

  private ModelResult first(EvaluationSpec spec) {
    return new Evaluator(spark).evaluate(spec).results().get(0);
  }

  private void partitions() {
    print("%nPartitions, %,d rows%n%n", partitionRows);
    print(
        "| partitions | median s | ms a partition | tasks | result bytes | largest | live heap"
            + " MiB |%n");
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    double truth = ExactOracle.of(divided(2)).mean();
    partitions.forEach(count -> partitions(count, truth));
  }

  private void partitions(int count, double truth) {
    EvaluationSpec spec =
        EvaluationSpec.builder().prediction("prediction").target("target").build();
    Dataset<Row> data = divided(count);
    Runnable work =
        () ->
            check(new Evaluator(spark).evaluate(data, spec).results().get(0), partitionRows, truth);
    double seconds = median(work);
    TaskResults results = new TaskResults();
    spark.sparkContext().addSparkListener(results);
    MemoryWatch.Peak peak = MemoryWatch.during(work);
    results.settled();
    spark.sparkContext().removeSparkListener(results);
    print(
        "| %,d | %.3f | %.3f | %,d | %,d | %,d | %.0f |%n",
        count,
        seconds,
        seconds / count * 1e3,
        results.tasks(),
        results.bytes(),
        results.largest(),
        peak.heapMegabytes());
  }

  private Dataset<Row> divided(int count) {
    return spark
        .range(0, partitionRows, 1, count)
        .selectExpr("double(id % 1000) / 7 AS prediction", "double(id % 777) / 3 AS target");
  }

  private void merges() {
    MergeSimulation simulation = new MergeSimulation();
    simulation.of(merges.get(0));
    print("%nStates merged by one thread, without reading%n%n");
    print("| states | s | ns a state | bytes of all | bytes of the sum |%n");
    print("| ---: | ---: | ---: | ---: | ---: |%n");
    for (int count : merges) {
      MergeSimulation.Merge merge = simulation.of(count);
      print(
          "| %,d | %.4f | %.0f | %,d | %,d |%n",
          count,
          merge.seconds(),
          merge.seconds() / count * NANOSECONDS,
          merge.bytes(),
          merge.resultBytes());
    }
  }

  private void slices() {
    StepsData data = StepsData.in(session.folder(), spark, slicesRows, slices);
    print("%nSlices, %,d rows%n%n| slices | median s | ns a row | live heap MiB |%n", slicesRows);
    print("| ---: | ---: | ---: | ---: |%n");
    slices(data, 0, List.of());
    slices.forEach(count -> slices(data, count, List.of(List.of(StepsData.slicedInto(count)))));
  }

  private void slices(StepsData data, int count, List<List<String>> by) {
    EvaluationSpec spec =
        Arena.request(data.path())
            .prediction("prediction")
            .target("target")
            .analysis(
                new AnalysisSpec(
                    by, Set.of(), Comparison.NONE, List.of(), AnalysisSpec.REPORTED_SLICES))
            .build();
    Runnable work = () -> check(first(spec), slicesRows, data.truth().mean());
    double seconds = median(work);
    MemoryWatch.Peak peak = MemoryWatch.during(work);
    print(
        "| %,d | %.3f | %.2f | %.0f |%n",
        count, seconds, seconds / slicesRows * NANOSECONDS, peak.heapMegabytes());
  }

  private void models() {
    SlicesData data =
        SlicesData.in(session.folder(), spark, slicesRows, slices.get(slices.size() - 1));
    print("%nModels, %,d rows%n%n| models | median s | ns a row and model |%n", slicesRows);
    print("| ---: | ---: | ---: |%n");
    for (int count : models) {
      EvaluationSpecBuilder spec = Arena.request(data.path()).target("target");
      IntStream.range(0, count).mapToObj(SlicesData::model).forEach(spec::prediction);
      EvaluationSpec built = spec.build();
      double seconds = median(() -> check(first(built), slicesRows, data.truth().mean()));
      print("| %d | %.3f | %.2f |%n", count, seconds, seconds / slicesRows / count * NANOSECONDS);
    }
  }

  private static void check(ModelResult result, long used, double truth) {
    double mean = result.metrics().mean().orElseThrow();
    if (result.used() != used
        || Double.doubleToRawLongBits(mean) != Double.doubleToRawLongBits(truth)) {
      throw new IllegalStateException(
          "ExactLoss found %s of %d elements where the truth is %s of %d"
              .formatted(mean, result.used(), truth, used));
    }
  }

  private double median(Runnable work) {
    for (int i = 0; i < session.warmUps(); i++) {
      work.run();
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < session.repetitions(); i++) {
      long start = System.nanoTime();
      work.run();
      seconds.add((System.nanoTime() - start) / NANOSECONDS);
    }
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }
}
