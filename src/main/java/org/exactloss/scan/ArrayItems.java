package org.exactloss.scan;

import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** The items of one array: numbers, or arrays again. */
final class ArrayItems implements ColumnSource {
  /** Spark ML stores a vector as a kind, a size, indices and values. */
  static final int VECTOR_FIELDS = 4;

  private static final int VECTOR_KIND = 0;
  private static final int VECTOR_SIZE = 1;
  private static final int VECTOR_INDICES = 2;
  private static final int VECTOR_VALUES = 3;
  private static final byte SPARSE = 0;

  private final ArrayData items;
  private final int length;

  ArrayItems(ArrayData items) {
    this.items = items;
    length = items.numElements();
  }

  /** The entries of a Spark ML vector; a sparse one's zeros are entries as well. */
  static ArrayItems ofVector(InternalRow vector) {
    ArrayData stored = vector.getArray(VECTOR_VALUES);
    if (vector.getByte(VECTOR_KIND) != SPARSE) {
      return new ArrayItems(stored);
    }
    ArrayData indices = vector.getArray(VECTOR_INDICES);
    double[] entries = new double[vector.getInt(VECTOR_SIZE)];
    for (int i = 0; i < stored.numElements(); i++) {
      entries[indices.getInt(i)] = stored.getDouble(i);
    }
    return new ArrayItems(UnsafeArrayData.fromPrimitiveArray(entries));
  }

  int length() {
    return length;
  }

  @Override
  public boolean mayHaveNulls() {
    for (int i = 0; i < length; i++) {
      if (items.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isNull(int row) {
    return items.isNullAt(row);
  }

  @Override
  public byte byteAt(int row) {
    return items.getByte(row);
  }

  @Override
  public short shortAt(int row) {
    return items.getShort(row);
  }

  @Override
  public int intAt(int row) {
    return items.getInt(row);
  }

  @Override
  public long longAt(int row) {
    return items.getLong(row);
  }

  @Override
  public float floatAt(int row) {
    return items.getFloat(row);
  }

  @Override
  public double doubleAt(int row) {
    return items.getDouble(row);
  }

  @Override
  public BigDecimal decimalAt(int row, NumericType type) {
    return items.getDecimal(row, type.precision(), type.scale()).toJavaBigDecimal();
  }

  @Override
  public UTF8String utf8At(int row) {
    return items.getUTF8String(row);
  }

  @Override
  public String textAt(int row) {
    return items.getUTF8String(row).toString();
  }

  @Override
  public boolean booleanAt(int row) {
    return items.getBoolean(row);
  }

  @Override
  public void doubles(int from, int count, double[] values, int position) {
    if (items instanceof UnsafeArrayData unsafe) {
      for (int i = 0; i < count; i++) {
        values[position + i] = unsafe.getDouble(from + i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[position + i] = items.getDouble(from + i);
      }
    }
  }

  @Override
  public void floats(int from, int count, double[] values, int position) {
    if (items instanceof UnsafeArrayData unsafe) {
      for (int i = 0; i < count; i++) {
        values[position + i] = unsafe.getFloat(from + i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[position + i] = items.getFloat(from + i);
      }
    }
  }

  @Override
  public void ints(int from, int count, double[] values, int position) {
    if (items instanceof UnsafeArrayData unsafe) {
      for (int i = 0; i < count; i++) {
        values[position + i] = unsafe.getInt(from + i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[position + i] = items.getInt(from + i);
      }
    }
  }

  @Override
  public ArrayItems arrayAt(int row) {
    return new ArrayItems(items.getArray(row));
  }

  @Override
  public ArrayItems vectorAt(int row) {
    return ofVector(items.getStruct(row, VECTOR_FIELDS));
  }
}
