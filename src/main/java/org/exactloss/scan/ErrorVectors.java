package org.exactloss.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.exactloss.state.Exclusion;

/** The columns that are added to a batch of rows of plain numbers. Used again for each batch. */
final class ErrorVectors {
  private static final byte[][] LABELS =
      Arrays.stream(Exclusion.values())
          .map(reason -> reason.label().getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private final WritableColumnVector[] columns;

  ErrorVectors(StructType schema) {
    columns = OnHeapColumnVector.allocateColumns(ErrorTask.CAPACITY, schema);
  }

  /** Makes room for so many rows, in place of those before. */
  void start(int rows) {
    for (WritableColumnVector column : columns) {
      column.reset();
      column.reserve(rows);
    }
  }

  /** The columns, which stay the same. */
  ColumnVector[] columns() {
    return columns.clone();
  }

  /** Puts numbers of rows, null for those that are left out. */
  void putNumbers(int column, int from, int count, double[] numbers, Exclusion[] exclusions) {
    columns[column].putDoubles(from, count, numbers, 0);
    for (int i = 0; i < count && exclusions != null; i++) {
      if (exclusions[i] != null) {
        columns[column].putNull(from + i);
      }
    }
  }

  /** Puts why rows are left out; null for those that are not. */
  void putReasons(int column, int from, int count, Exclusion[] exclusions) {
    columns[column].putNulls(from, count);
    for (int i = 0; i < count && exclusions != null; i++) {
      if (exclusions[i] != null) {
        columns[column].putNotNull(from + i);
        columns[column].putByteArray(from + i, LABELS[exclusions[i].ordinal()]);
      }
    }
  }

  void putNulls(int column, int from, int count) {
    columns[column].putNulls(from, count);
  }
}
