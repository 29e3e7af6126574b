package org.exactloss.job;

import java.time.ZoneId;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.Grouping;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationSpec;

/** The results of the batches of a scan, finished where their states are. */
final class BatchResults {
  /** Batches that a report holds. */
  private static final int MOST_REPORTED = 1000;

  /** Results of batches that a report holds, where a batch has many. */
  private static final int MOST_RESULTS = 100_000;

  /** The place of the batches among the groupings. */
  private static final int BATCHES = 0;

  private static final String VALUE = "value";
  private static final String RESULT = "result";

  private final SparkSession spark;
  private final EvaluationSpec spec;
  private final GroupScan scan;
  private final List<ModelResult> overall;
  private final GroupResults finish;

  /**
   * @param overall the results of all rows
   */
  BatchResults(
      SparkSession spark,
      EvaluationSpec spec,
      GroupScan scan,
      List<String> models,
      List<ModelResult> overall) {
    this.spark = spark;
    this.spec = spec;
    this.scan = scan;
    this.overall = overall;
    finish = GroupResults.of(spec, models, scan.all(), overall);
  }

  /** The means over all batches, and the first batches. */
  BatchReport report() {
    GroupResults finisher = finish;
    BatchMeans means =
        scan.map(BATCHES, batch -> BatchMeans.of(finisher.of(batch.result())))
            .treeAggregate(
                BatchMeans.none(overall.size()),
                BatchMeans::plus,
                BatchMeans::plus,
                spec.treeDepth());
    int most = Math.max(1, Math.min(MOST_REPORTED, MOST_RESULTS / overall.size()));
    Grouping grouping = scan.groupings().get(BATCHES);
    return new BatchReport(
        grouping.names().get(0), means.batches(), means.means(), first(grouping, most));
  }

  /** The rows of the table of results, for every batch. */
  JavaRDD<Row> rows(ResultRows.Layout layout) {
    GroupResults finisher = finish;
    return scan.map(BATCHES, batch -> new Entry(batch.values().get(0), finisher.of(batch.result())))
        .flatMap(
            entry ->
                entry.results().stream()
                    .map(result -> layout.batch(result, entry.value()))
                    .iterator());
  }

  private record Entry(Object value, List<ModelResult> results) {}

  /** The first batches in the order of their values. */
  private List<BatchReport.Batch> first(Grouping grouping, int most) {
    StructType schema =
        new StructType().add(VALUE, grouping.types().get(0)).add(RESULT, DataTypes.BinaryType);
    ZoneId zone = ZoneId.of(spark.conf().get("spark.sql.session.timeZone"));
    JavaRDD<Row> rows =
        scan.map(
            BATCHES, batch -> RowFactory.create(batch.values().get(0), batch.result().toBytes()));
    return spark.createDataFrame(rows, schema).orderBy(VALUE).limit(most).collectAsList().stream()
        .map(
            row ->
                new BatchReport.Batch(
                    GroupValues.plain(row.get(0), zone),
                    finish.of(TaskResult.fromBytes(row.getAs(1)))))
        .toList();
  }
}
