package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.metric.LossMetrics;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Metric;
import org.exactloss.state.Exclusion;

/**
 * The rows of the table of all results: one per result of the whole data ({@code level} is {@code
 * overall}), of each batch ({@code batch}), and of each slice ({@code slice}). What is undefined or
 * does not apply is null.
 */
final class ResultRows {
  static final String LEVEL = "level";
  static final String OVERALL = "overall";
  static final String BATCH = "batch";
  static final String SLICE = "slice";
  static final String SLICING = "slicing";

  private static final List<String> COUNTS = List.of("rows", "elements", "used", "excluded");
  private static final List<String> LOSSES =
      List.of("weightSum", "sum", "mean", "rmse", "penalty", "loss");

  private ResultRows() {}

  /**
   * The table's columns.
   *
   * @param batch what the rows of a batch have in common: no column without batches, else one
   * @param slices the expressions that make slices, each name once
   * @param metrics those beyond the loss, in their order; an interval has two columns
   */
  record Layout(StructType batch, StructType slices, List<Metric> metrics) implements Serializable {
    private static final String LO = "_lo";
    private static final String HI = "_hi";

    Layout {
      metrics = metrics.stream().sorted().toList();
    }

    /**
     * The columns of an evaluation.
     *
     * @param batch the type of what the rows of a batch have in common, if there are batches
     * @param slicings the names and types of each slicing's expressions
     * @throws org.exactloss.spec.EvaluationException if an expression has the name of another
     *     column
     */
    static Layout of(
        Optional<DataType> batch, List<StructType> slicings, Iterable<Metric> metrics) {
      StructType batches = new StructType();
      List<Metric> further = new ArrayList<>();
      metrics.forEach(further::add);
      Layout plain =
          new Layout(
              batch.map(type -> batches.add(BATCH, type)).orElse(batches),
              new StructType(),
              further);
      return new Layout(plain.batch, SliceColumns.of(slicings, plain.schema()), further);
    }

    StructType schema() {
      StructType schema = new StructType().add("prediction", DataTypes.StringType);
      schema = schema.add("output", DataTypes.IntegerType).add(LEVEL, DataTypes.StringType);
      schema = withAll(schema, batch);
      if (slices.length() > 0) {
        schema = withAll(schema.add(SLICING, DataTypes.StringType), slices);
      }
      for (String count : COUNTS) {
        schema = schema.add(count, DataTypes.LongType);
      }
      for (Exclusion reason : Exclusion.values()) {
        schema = schema.add(reason.label(), DataTypes.LongType);
      }
      for (String loss : LOSSES) {
        schema = schema.add(loss, DataTypes.DoubleType);
      }
      for (String metric : metricColumns()) {
        schema = schema.add(metric, DataTypes.DoubleType);
      }
      schema = schema.add("batchMean", DataTypes.DoubleType).add("batches", DataTypes.LongType);
      return schema.add("digest", DataTypes.StringType).add("refused", DataTypes.StringType);
    }

    private static StructType withAll(StructType schema, StructType fields) {
      StructType all = schema;
      for (StructField field : fields.fields()) {
        all = all.add(field);
      }
      return all;
    }

    private List<String> metricColumns() {
      List<String> columns = new ArrayList<>();
      for (Metric metric : metrics) {
        if (metric.isInterval()) {
          columns.add(metric.label() + LO);
          columns.add(metric.label() + HI);
        } else {
          columns.add(metric.label());
        }
      }
      return columns;
    }

    /**
     * A result of the whole data.
     *
     * @param place of the result among those of the report
     */
    Row overall(ModelResult result, Optional<BatchReport> batches, int place) {
      List<Object> values = start(result, OVERALL);
      addNulls(values, batch.length());
      addSlice(values, List.of(), List.of());
      addNumbers(values, result);
      OptionalDouble mean =
          batches.map(given -> given.means().get(place).loss()).orElse(OptionalDouble.empty());
      values.add(result.refused() ? null : boxed(mean));
      values.add(batches.map(BatchReport::batches).orElse(null));
      return end(values, result);
    }

    /** A result of one batch. */
    Row batch(ModelResult result, Object value) {
      List<Object> values = start(result, BATCH);
      values.add(value);
      addSlice(values, List.of(), List.of());
      return part(values, result);
    }

    /**
     * A result of one slice.
     *
     * @param names of the expressions that make it
     * @param given their values, as Spark's rows hold them
     */
    Row slice(ModelResult result, List<String> names, List<Object> given) {
      List<Object> values = start(result, SLICE);
      addNulls(values, batch.length());
      addSlice(values, names, given);
      return part(values, result);
    }

    private Row part(List<Object> values, ModelResult result) {
      addNumbers(values, result);
      addNulls(values, 2);
      return end(values, result);
    }

    private void addSlice(List<Object> values, List<String> names, List<Object> given) {
      if (slices.length() == 0) {
        return;
      }
      values.add(names.isEmpty() ? null : String.join(",", names));
      for (String column : slices.fieldNames()) {
        int place = names.indexOf(column);
        values.add(place < 0 ? null : given.get(place));
      }
    }

    private void addNumbers(List<Object> values, ModelResult result) {
      addLoss(values, result);
      for (Metric metric : metrics) {
        MetricValue value = result.further().get(metric);
        if (metric.isInterval()) {
          MetricValue.Interval interval = value instanceof MetricValue.Interval ends ? ends : null;
          values.add(interval == null ? null : (Double) interval.lo());
          values.add(interval == null ? null : (Double) interval.hi());
        } else {
          values.add(value instanceof MetricValue.Number number ? (Double) number.value() : null);
        }
      }
    }
  }

  private static void addNulls(List<Object> values, int count) {
    for (int i = 0; i < count; i++) {
      values.add(null);
    }
  }

  private static List<Object> start(ModelResult result, String level) {
    List<Object> values = new ArrayList<>();
    values.add(result.prediction());
    values.add(result.output().isPresent() ? result.output().getAsInt() : null);
    values.add(level);
    return values;
  }

  private static void addLoss(List<Object> values, ModelResult result) {
    values.add(result.rows());
    values.add(result.elements());
    values.add(result.used());
    values.add(result.elements() - result.used());
    Map<String, Long> excluded = result.excluded();
    for (Exclusion reason : Exclusion.values()) {
      values.add(excluded.getOrDefault(reason.label(), 0L));
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
