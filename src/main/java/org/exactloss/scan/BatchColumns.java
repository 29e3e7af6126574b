package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationException;

/**
 * The columns that tell a row's batch, behind those of the request.
 *
 * @param name what the batches are called
 * @param type the type of what the rows of a batch have in common
 * @param size rows of a batch in the order of the columns; 0 where the one column is the batch
 */
record BatchColumns(String name, DataType type, long size, List<Column> columns) {
  private static final String KEY = "batch";
  private static final String ORDER = "order";
  private static final String SIZED_NAME = "batch";

  /** The types of which equal values are one batch, apart from decimals and text. */
  private static final Set<DataType> TYPES =
      Set.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  /**
   * Resolves what was asked for.
   *
   * @throws EvaluationException if an expression cannot be used
   */
  static BatchColumns of(BatchSpec asked, ExpressionGate gate, Dataset<Row> data) {
    if (asked.by().isPresent()) {
      ExpressionGate.Resolved by = gate.value(data, "--batch-by", asked.by().get());
      requireGroupable(by);
      Column key = functions.struct(canonical(by)).as(KEY);
      return new BatchColumns(by.name(), by.type(), 0, List.of(key));
    }
    List<Column> order = new ArrayList<>();
    for (String text : asked.orderBy()) {
      order.add(gate.value(data, "--order-by", text).column().as(ORDER + order.size()));
    }
    return new BatchColumns(SIZED_NAME, DataTypes.LongType, asked.size(), order);
  }

  private static void requireGroupable(ExpressionGate.Resolved by) {
    boolean text = by.type() instanceof StringType string && string.supportsBinaryEquality();
    if (!text && !(by.type() instanceof DecimalType) && !TYPES.contains(by.type())) {
      throw EvaluationException.data(
          "Cannot make batches by "
              + by.text()
              + ": its type is "
              + by.type().sql()
              + "; use a number, a text without collation, a date, a time or a truth value");
    }
  }

  /** Zeros of both signs are one batch, and so is every NaN, as in Spark's GROUP BY. */
  private static Column canonical(ExpressionGate.Resolved by) {
    if (by.type().equals(DataTypes.DoubleType)) {
      return canonical(by.column(), functions.lit(0.0), functions.lit(Double.NaN));
    } else if (by.type().equals(DataTypes.FloatType)) {
      return canonical(by.column(), functions.lit(0.0f), functions.lit(Float.NaN));
    }
    return by.column();
  }

  private static Column canonical(Column value, Column zero, Column nan) {
    return functions.when(functions.isnan(value), nan).otherwise(value.plus(zero));
  }

  /** Evaluates all rows, each in its batch; reads them once, or for an order more than once. */
  JavaPairRDD<GroupKey, byte[]> evaluate(Dataset<Row> projected, ScanRequest request) {
    return size == 0
        ? SparkInternals.evaluateGroups(projected, request, type)
        : SparkInternals.evaluateRuns(ordered(projected, request), request, size);
  }

  /** Rows in their order; those that have no partner in a join come last. */
  private Dataset<Row> ordered(Dataset<Row> projected, ScanRequest request) {
    int own = request.columns();
    String[] names = projected.columns();
    Stream<Column> order =
        IntStream.range(own, names.length).mapToObj(i -> functions.col(names[i]));
    Stream<Column> ties =
        IntStream.range(0, request.keyed() ? request.keyedOrdinal() : own)
            .mapToObj(i -> functions.col(names[i]));
    Stream<Column> partners =
        request.keyed() ? Stream.of(KeyedRow.matched().desc()) : Stream.empty();
    return projected.orderBy(
        Stream.of(partners, order, ties).flatMap(columns -> columns).toArray(Column[]::new));
  }
}
