package org.exactloss.job;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.BatchScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationSpec;

/** The results of the batches of a scan, finished where their states are. */
final class BatchResults {
  /** Batches that a report holds. */
  private static final int MOST_REPORTED = 1000;

  /** Results of batches that a report holds, where a batch has many. */
  private static final int MOST_RESULTS = 100_000;

  private final SparkSession spark;
  private final EvaluationSpec spec;
  private final BatchScan scan;
  private final List<ModelResult> overall;
  private final Finish finish;

  /**
   * @param overall the results of all rows
   */
  BatchResults(
      SparkSession spark,
      EvaluationSpec spec,
      BatchScan scan,
      List<String> models,
      List<ModelResult> overall) {
    this.spark = spark;
    this.spec = spec;
    this.scan = scan;
    this.overall = overall;
    finish = Finish.of(new ModelResults(spec, Map.of()), models, scan.all(), overall);
  }

  /** Finishes one batch; a model that is refused as a whole is refused in every batch. */
  private record Finish(
      ModelResults results, List<String> models, List<Integer> outputs, List<List<String>> refusals)
      implements Serializable {
    static Finish of(
        ModelResults results, List<String> models, TaskResult all, List<ModelResult> overall) {
      List<List<String>> refusals = new ArrayList<>();
      for (String model : models) {
        refusals.add(
            overall.stream()
                .filter(result -> result.prediction().equals(model))
                .flatMap(result -> result.refusals().stream())
                .toList());
      }
      List<Integer> outputs = all.models().stream().map(model -> model.outputs().size()).toList();
      return new Finish(results, List.copyOf(models), outputs, List.copyOf(refusals));
    }

    List<ModelResult> of(TaskResult batch) {
      List<ModelResult> finished = new ArrayList<>();
      for (int i = 0; i < models.size(); i++) {
        finished.addAll(
            results.of(models.get(i), batch.models().get(i), outputs.get(i), refusals.get(i)));
      }
      return finished;
    }
  }

  /** The means over all batches, and the first batches. */
  BatchReport report() {
    Finish finisher = finish;
    BatchMeans means =
        scan.map((value, result) -> BatchMeans.of(finisher.of(result)))
            .treeAggregate(
                BatchMeans.none(overall.size()),
                BatchMeans::plus,
                BatchMeans::plus,
                spec.treeDepth());
    int most = Math.max(1, Math.min(MOST_REPORTED, MOST_RESULTS / overall.size()));
    List<BatchReport.Batch> first =
        scan.first(spark, most).stream()
            .map(
                batch ->
                    new BatchReport.Batch(
                        plain(batch.value(), batch.text()), finish.of(batch.result())))
            .toList();
    return new BatchReport(scan.name(), means.batches(), means.means(), first);
  }

  /** The rows of the table of results with these columns, for every batch. */
  JavaRDD<Row> rows(ResultRows.Layout layout) {
    Finish finisher = finish;
    return scan.map((value, result) -> new Entry(value, finisher.of(result)))
        .flatMap(
            entry ->
                entry.results().stream()
                    .map(result -> layout.batch(result, entry.value()))
                    .iterator());
  }

  private record Entry(Object value, List<ModelResult> results) {}

  /** What a report can hold: text, unless it is a number or a truth value. */
  private static Object plain(Object value, String text) {
    if (value instanceof Number number && !(value instanceof BigDecimal)) {
      boolean floating = value instanceof Double || value instanceof Float;
      return floating ? (Object) Double.valueOf(text) : (Object) number.longValue();
    } else if (value instanceof Boolean || value instanceof BigDecimal) {
      return value;
    }
    return text;
  }
}
