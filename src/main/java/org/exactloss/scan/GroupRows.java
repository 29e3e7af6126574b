package org.exactloss.scan;

import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The rows of a task, each with the key of its group. */
final class GroupRows implements GroupedEvaluator.Rows {
  private static final int LONG_ROW_BYTES = 16;

  private final Iterator<InternalRow> rows;
  private final RowSource[] columns;
  private final Supplier<GroupKey> group;
  private InternalRow row;
  private long place;

  private GroupRows(Iterator<InternalRow> rows, int columns, Grouping grouping, long start) {
    this.rows = rows;
    this.columns = new RowSource[columns];
    for (int i = 0; i < columns; i++) {
      this.columns[i] = new RowSource(i);
    }
    group = () -> grouping.key(row, place);
    place = start - 1;
  }

  /** How a row's group is found. */
  private interface Grouping {
    /**
     * @param place the row's number among all
     */
    GroupKey key(InternalRow row, long place);
  }

  /**
   * Rows whose group is the value in a struct.
   *
   * @param columns how many columns stand before it
   */
  static GroupRows byValue(Iterator<InternalRow> rows, int columns, StructType type) {
    UnsafeProjection canonical = UnsafeProjection.create(type);
    return new GroupRows(
        rows,
        columns,
        (row, place) -> new GroupKey(canonical.apply(row.getStruct(columns, 1)).getBytes()),
        0);
  }

  /**
   * Rows of which so many that follow one another are a group, which is numbered from 0.
   *
   * @param start the first row's number among those of all tasks
   */
  static GroupRows byPlace(Iterator<InternalRow> rows, int columns, long start, long size) {
    return new GroupRows(rows, columns, (row, place) -> numbered(place / size), start);
  }

  private static GroupKey numbered(long number) {
    byte[] bytes = new byte[LONG_ROW_BYTES];
    UnsafeRow row = new UnsafeRow(1);
    row.pointTo(bytes, bytes.length);
    row.setLong(0, number);
    return new GroupKey(bytes);
  }

  /** The value that makes a group, as Spark's rows hold it for users. */
  static Object value(GroupKey key, DataType type) {
    UnsafeRow row = new UnsafeRow(1);
    row.pointTo(key.bytes(), key.bytes().length);
    return CatalystTypeConverters.convertToScala(row.get(0, type), type);
  }

  @Override
  public boolean next() {
    if (!rows.hasNext()) {
      return false;
    }
    row = rows.next();
    place++;
    for (RowSource column : columns) {
      column.standOn(row);
    }
    return true;
  }

  @Override
  public ColumnSource[] columns() {
    return columns;
  }

  @Override
  public GroupKey group() {
    return group.get();
  }
}
