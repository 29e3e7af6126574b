package org.exactloss.job;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.EvaluationReport;
import org.exactloss.scan.BatchScan;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.store.ExistingOutput;
import org.exactloss.store.StagedTable;

/** The table of all results, with the columns of {@link ResultRows}. */
final class ResultTable {
  private static final int MOST_IN_ONE_FILE = 100_000;

  private final SparkSession spark;
  private final String uri;
  private final StagedTable table;

  private ResultTable(SparkSession spark, EvaluationSpec spec, String uri) {
    this.spark = spark;
    this.uri = uri;
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
   * @param batch the type of what the rows of a batch have in common, if there are batches
   */
  void requireStorable(Optional<DataType> batch) {
    try {
      table.requireStorable(spark, ResultRows.schema(batch));
    } catch (Exception e) {
      throw SparkFailures.cannotWrite(uri, e);
    }
  }

  /**
   * Writes the whole table.
   *
   * @throws EvaluationException if that fails; nothing is left behind then
   */
  void write(EvaluationReport report, Optional<BatchScan> batches, Optional<BatchResults> results) {
    StructType schema = ResultRows.schema(batches.map(BatchScan::valueType));
    List<Row> overall =
        IntStream.range(0, report.results().size())
            .mapToObj(i -> ResultRows.overall(report.results().get(i), report.batches(), i))
            .toList();
    Dataset<Row> rows = spark.createDataFrame(overall, schema);
    if (results.isPresent()) {
      rows = rows.union(spark.createDataFrame(results.get().rows(), schema));
    }
    try {
      table.write(results.isPresent() && isLarge(report) ? rows : inOneFile(rows));
    } catch (Exception e) {
      throw SparkFailures.cannotWrite(uri, e);
    }
  }

  private static boolean isLarge(EvaluationReport report) {
    long batches = report.batches().orElseThrow().batches();
    return batches * report.results().size() > MOST_IN_ONE_FILE;
  }

  /** The overall results first, then the batches in their order. */
  private static Dataset<Row> inOneFile(Dataset<Row> rows) {
    Dataset<Row> one = rows.coalesce(1);
    boolean batches = List.of(rows.columns()).contains(ResultRows.BATCH);
    return batches ? one.sortWithinPartitions(col("level").desc(), col(ResultRows.BATCH)) : one;
  }
}
