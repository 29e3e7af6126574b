package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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

  /**
   * Resolves what was asked for.
   *
   * @throws EvaluationException if an expression cannot be used
   */
  static BatchColumns of(BatchSpec asked, ExpressionGate gate, Dataset<Row> data) {
    if (asked.by().isPresent()) {
      ExpressionGate.Resolved by = gate.value(data, "--batch-by", asked.by().get());
      GroupColumns.requirePossible(by);
      Column key = by.column().as(KEY);
      return new BatchColumns(by.name(), by.type(), 0, List.of(key));
    }
    List<Column> order = new ArrayList<>();
    for (String text : asked.orderBy()) {
      order.add(gate.value(data, "--order-by", text).column().as(ORDER + order.size()));
    }
    return new BatchColumns(SIZED_NAME, DataTypes.LongType, asked.size(), order);
  }

  /** How many columns there are. */
  int count() {
    return columns.size();
  }

  /**
   * Gives each row the value that it has in common with its batch, as a further column.
   *
   * @param rows with these columns behind others
   * @param skipped how many columns stand before those of the request
   * @param column what the further column is called
   */
  Dataset<Row> withValue(Dataset<Row> rows, int skipped, ScanRequest request, String column) {
    if (size > 0) {
      return SparkInternals.withRun(ordered(rows, skipped, request), size, column);
    }
    String[] names = rows.columns();
    return rows.withColumn(column, functions.col(names[names.length - 1]));
  }

  /**
   * What makes the groups.
   *
   * @param first the place of the first of these columns
   */
  Grouping grouping(int first) {
    return new Grouping(List.of(name), List.of(type), size == 0 ? List.of(first) : List.of(), size);
  }

  /** Rows in their order; those that have no partner in a join come last. */
  Dataset<Row> ordered(Dataset<Row> projected, int skipped, ScanRequest request) {
    int own = skipped + request.columns();
    String[] names = projected.columns();
    Stream<Column> order =
        IntStream.range(own, own + count()).mapToObj(i -> functions.col(names[i]));
    Stream<Column> ties =
        IntStream.range(skipped, request.keyed() ? skipped + request.keyedOrdinal() : own)
            .mapToObj(i -> functions.col(names[i]));
    Stream<Column> partners =
        request.keyed() ? Stream.of(KeyedRow.matched().desc()) : Stream.empty();
    return projected.orderBy(
        Stream.of(partners, order, ties).flatMap(columns -> columns).toArray(Column[]::new));
  }
}
