package org.exactloss.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.SlicingReport;
import org.exactloss.scan.Grouping;
import org.exactloss.scan.LossScan;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.store.ExistingOutput;
import org.exactloss.store.StagedTable;

/** The table of all results, with the columns of {@link ResultRows}. */
final class ResultTable {
  private static final int MOST_IN_ONE_FILE = 100_000;

  private final SparkSession spark;
  private final String uri;
  private final AnalysisSpec analysis;
  private final StagedTable table;

  private ResultTable(SparkSession spark, EvaluationSpec spec, String uri) {
    this.spark = spark;
    this.uri = uri;
    analysis = spec.analysis();
    ExistingOutput existing =
        spec.tables().overwrite() ? ExistingOutput.REPLACE : ExistingOutput.REFUSE;
    table =
        StagedTable.prepare(
            uri, existing, spec.inputPaths(), spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Checks that the table can be written, if one is asked for.
   *
   * @throws EvaluationException if its place cannot be used
   */
  static Optional<ResultTable> prepare(SparkSession spark, EvaluationSpec spec) {
    return spec.tables().results().map(uri -> new ResultTable(spark, spec, uri));
  }

  /**
   * Checks that the table can have its columns.
   *
   * @throws EvaluationException if its format cannot hold one
   */
  void requireStorable(ResultRows.Layout layout) {
    try {
      table.requireStorable(spark, layout.schema());
    } catch (Exception e) {
      throw SparkFailures.cannotWrite(uri, e);
    }
  }

  /** The columns of the results of a scan. */
  ResultRows.Layout layout(LossScan scan) {
    List<Grouping> groupings = scan.groupings();
    Optional<DataType> batch =
        scan.hasBatches() ? Optional.of(groupings.get(0).types().get(0)) : Optional.empty();
    List<StructType> slicings =
        groupings.stream().skip(scan.hasBatches() ? 1 : 0).map(ResultTable::columns).toList();
    return ResultRows.Layout.of(batch, slicings, analysis.furtherMetrics());
  }

  private static StructType columns(Grouping slices) {
    StructType columns = new StructType();
    for (int i = 0; i < slices.names().size(); i++) {
      columns = columns.add(slices.names().get(i), slices.types().get(i));
    }
    return columns;
  }

  /**
   * Writes the whole table.
   *
   * @param parts the rows of batches and of slices
   * @param lastCheck runs before the table appears; if it throws, it does not
   * @throws EvaluationException if that fails; nothing is left behind then
   */
  void write(
      EvaluationReport report,
      ResultRows.Layout layout,
      List<JavaRDD<Row>> parts,
      Runnable lastCheck) {
    StructType schema = layout.schema();
    List<Row> overall =
        IntStream.range(0, report.results().size())
            .mapToObj(i -> layout.overall(report.results().get(i), report.batches(), i))
            .toList();
    Dataset<Row> rows = spark.createDataFrame(overall, schema);
    for (JavaRDD<Row> part : parts) {
      rows = rows.union(spark.createDataFrame(part, schema));
    }
    try {
      table.write(isLarge(report) ? rows : inOneFile(rows, layout), List.of(), lastCheck);
    } catch (Exception e) {
      throw SparkFailures.cannotWrite(uri, e);
    }
  }

  private static boolean isLarge(EvaluationReport report) {
    long parts =
        report.batches().map(BatchReport::batches).orElse(0L)
            + report.slicings().stream().mapToLong(SlicingReport::slices).sum();
    return parts * report.results().size() > MOST_IN_ONE_FILE;
  }

  /** The overall results first, then the batches in their order, then each slicing's slices. */
  private static Dataset<Row> inOneFile(Dataset<Row> rows, ResultRows.Layout layout) {
    Dataset<Row> one = rows.coalesce(1);
    if (layout.batch().length() + layout.slices().length() == 0) {
      return one;
    }
    List<Column> order = new ArrayList<>();
    order.add(
        when(col(ResultRows.LEVEL).equalTo(ResultRows.OVERALL), 0)
            .when(col(ResultRows.LEVEL).equalTo(ResultRows.BATCH), 1)
            .otherwise(2));
    for (StructField field : layout.batch().fields()) {
      order.add(named(field.name()));
    }
    if (layout.slices().length() > 0) {
      order.add(col(ResultRows.SLICING));
    }
    for (StructField field : layout.slices().fields()) {
      order.add(named(field.name()));
    }
    return one.sortWithinPartitions(order.toArray(Column[]::new));
  }

  private static Column named(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
