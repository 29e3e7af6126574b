package org.exactloss.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.state.Exclusion;

/**
 * The rows of the table of all results: one per result of the whole data ({@code level} is {@code
 * overall}) and one per result of each batch ({@code batch}). What is undefined or does not apply
 * is null.
 */
final class ResultRows {
  private static final String OVERALL = "overall";
  static final String BATCH = "batch";

  private ResultRows() {}

  /**
   * The table's columns.
   *
   * @param batch the type of what the rows of a batch have in common; without batches the table has
   *     no such column
   */
  static StructType schema(Optional<DataType> batch) {
    StructType schema = new StructType().add("prediction", DataTypes.StringType);
    schema = schema.add("output", DataTypes.IntegerType).add("level", DataTypes.StringType);
    if (batch.isPresent()) {
      schema = schema.add(BATCH, batch.get());
    }
    for (String count : List.of("rows", "elements", "used", "excluded")) {
      schema = schema.add(count, DataTypes.LongType);
    }
    for (Exclusion reason : Exclusion.values()) {
      schema = schema.add(reason.label(), DataTypes.LongType);
    }
    for (String metric : List.of("weightSum", "sum", "mean", "rmse", "penalty", "loss")) {
      schema = schema.add(metric, DataTypes.DoubleType);
    }
    schema = schema.add("batchMean", DataTypes.DoubleType).add("batches", DataTypes.LongType);
    return schema.add("digest", DataTypes.StringType).add("refused", DataTypes.StringType);
  }

  /** A result of the whole data. */
  static Row overall(ModelResult result, Optional<BatchReport> batches, int place) {
    List<Object> values = start(result, OVERALL);
    if (batches.isPresent()) {
      values.add(null);
    }
    addNumbers(values, result);
    OptionalDouble mean =
        batches.map(given -> given.means().get(place).loss()).orElse(OptionalDouble.empty());
    values.add(result.refused() ? null : boxed(mean));
    values.add(batches.map(BatchReport::batches).orElse(null));
    return end(values, result);
  }

  /** A result of one batch. */
  static Row batch(ModelResult result, Object value) {
    List<Object> values = start(result, BATCH);
    values.add(value);
    addNumbers(values, result);
    values.add(null);
    values.add(null);
    return end(values, result);
  }

  private static List<Object> start(ModelResult result, String level) {
    List<Object> values = new ArrayList<>();
    values.add(result.prediction());
    values.add(result.output().isPresent() ? result.output().getAsInt() : null);
    values.add(level);
    return values;
  }

  private static void addNumbers(List<Object> values, ModelResult result) {
    values.add(result.rows());
    values.add(result.elements());
    values.add(result.used());
    values.add(result.elements() - result.used());
    for (Exclusion reason : Exclusion.values()) {
      values.add(result.excluded().getOrDefault(reason.label(), 0L));
    }
    LossMetrics metrics = result.metrics();
    for (OptionalDouble metric :
        List.of(
            metrics.weightSum(),
            metrics.sum(),
            metrics.mean(),
            metrics.rmse(),
            result.penalty(),
            result.loss())) {
      values.add(result.refused() ? null : boxed(metric));
    }
  }

  private static Row end(List<Object> values, ModelResult result) {
    values.add(result.refused() ? null : result.metrics().digest());
    values.add(result.refused() ? String.join(" ", result.refusals()) : null);
    return RowFactory.create(values.toArray());
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
