package org.exactloss.scan;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.exactloss.state.Exclusion;

/** The columns that are added to a row, as Spark lays them out. Used again for each row. */
final class ErrorRow {
  private static final UTF8String[] LABELS =
      Arrays.stream(Exclusion.values())
          .map(reason -> UTF8String.fromString(reason.label()))
          .toArray(UTF8String[]::new);

  private final SpecificInternalRow values;

  ErrorRow(StructType columns) {
    values = new SpecificInternalRow(columns);
  }

  InternalRow values() {
    return values;
  }

  void putNumber(int column, double value) {
    values.setDouble(column, value);
  }

  void putNull(int column) {
    values.setNullAt(column);
  }

  /** An element that is left out: its squared error is null, and so is its derivative. */
  void putExcluded(int column, Exclusion reason, boolean gradient) {
    values.setNullAt(column);
    values.update(column + 1, LABELS[reason.ordinal()]);
    if (gradient) {
      values.setNullAt(column + 2);
    }
  }

  /** An array as of {@link #numbers}, {@link #reasons} or {@link #array}, or null. */
  void putArray(int column, Object array) {
    values.update(column, array);
  }

  /** The numbers of some elements; null for those that are left out. */
  static Object numbers(
      IntToDoubleFunction numbers, IntFunction<Exclusion> exclusions, int first, int count) {
    double[] present = new double[count];
    for (int i = 0; i < count; i++) {
      if (exclusions.apply(first + i) != null) {
        return numbersAndNulls(numbers, exclusions, first, count);
      }
      present[i] = numbers.applyAsDouble(first + i);
    }
    return UnsafeArrayData.fromPrimitiveArray(present);
  }

  private static Object numbersAndNulls(
      IntToDoubleFunction numbers, IntFunction<Exclusion> exclusions, int first, int count) {
    Object[] items = new Object[count];
    for (int i = 0; i < count; i++) {
      if (exclusions.apply(first + i) == null) {
        items[i] = numbers.applyAsDouble(first + i);
      }
    }
    return array(items);
  }

  /** Why some elements are left out; null for those that are not. */
  static Object reasons(IntFunction<Exclusion> exclusions, int first, int count) {
    Object[] items = new Object[count];
    for (int i = 0; i < count; i++) {
      Exclusion exclusion = exclusions.apply(first + i);
      items[i] = exclusion == null ? null : LABELS[exclusion.ordinal()];
    }
    return array(items);
  }

  /** An array of items as Spark lays them out. */
  static Object array(Object[] items) {
    return new GenericArrayData(items);
  }
}
