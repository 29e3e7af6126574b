package org.exactloss.scan;

import java.math.BigDecimal;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;

/** A column of the current batch. */
final class VectorSource implements ColumnSource {
  private ColumnVector vector;

  /** Spark does not tell when a dictionary is another one, so each batch has its own. */
  private Object dictionary;

  /** Goes to a batch. */
  void standOn(ColumnVector next) {
    vector = next;
    dictionary =
        next instanceof WritableColumnVector writable && writable.hasDictionary()
            ? new Object()
            : null;
  }

  @Override
  public boolean mayHaveNulls() {
    return vector.hasNull();
  }

  @Override
  public boolean isNull(int row) {
    return vector.isNullAt(row);
  }

  @Override
  public byte byteAt(int row) {
    return vector.getByte(row);
  }

  @Override
  public short shortAt(int row) {
    return vector.getShort(row);
  }

  @Override
  public int intAt(int row) {
    return vector.getInt(row);
  }

  @Override
  public long longAt(int row) {
    return vector.getLong(row);
  }

  @Override
  public float floatAt(int row) {
    return vector.getFloat(row);
  }

  @Override
  public double doubleAt(int row) {
    return vector.getDouble(row);
  }

  @Override
  public BigDecimal decimalAt(int row, NumericType type) {
    return vector.getDecimal(row, type.precision(), type.scale()).toJavaBigDecimal();
  }

  @Override
  public String textAt(int row) {
    return vector.getUTF8String(row).toString();
  }

  @Override
  public UTF8String utf8At(int row) {
    return vector.getUTF8String(row);
  }

  @Override
  public Object dictionary() {
    return dictionary;
  }

  @Override
  public void dictionaryEntries(int from, int count, int[] target, int position) {
    WritableColumnVector entries = ((WritableColumnVector) vector).getDictionaryIds();
    for (int i = 0; i < count; i++) {
      target[position + i] = entries.getDictId(from + i);
    }
  }

  @Override
  public boolean booleanAt(int row) {
    return vector.getBoolean(row);
  }

  @Override
  public void doubles(int from, int count, double[] values, int position) {
    ColumnVector column = vector;
    for (int i = 0; i < count; i++) {
      values[position + i] = column.getDouble(from + i);
    }
  }

  @Override
  public void floats(int from, int count, double[] values, int position) {
    ColumnVector column = vector;
    for (int i = 0; i < count; i++) {
      values[position + i] = column.getFloat(from + i);
    }
  }

  @Override
  public void ints(int from, int count, double[] values, int position) {
    ColumnVector column = vector;
    for (int i = 0; i < count; i++) {
      values[position + i] = column.getInt(from + i);
    }
  }

  @Override
  public ArrayItems arrayAt(int row) {
    return new ArrayItems(vector.getArray(row));
  }

  @Override
  public ArrayItems vectorAt(int row) {
    return ArrayItems.ofVector(vector.getStruct(row));
  }

  @Override
  public int blockStart(ValueType type, int from, int count, int[] lengths) {
    if (type.vector()) {
      return -1;
    }
    ColumnVector arrays = vector;
    int start = from;
    int number = count;
    for (int level = 0; level < type.depth(); level++) {
      if (number == 0
          || !(arrays instanceof WritableColumnVector writable)
          || sameArrays(writable, start, number) < number) {
        return -1;
      }
      lengths[level] = writable.getArrayLength(start);
      start = writable.getArrayOffset(start);
      number = Math.multiplyExact(number, lengths[level]);
      arrays = writable.getChild(0);
    }
    return start;
  }

  @Override
  public int blockRows(ValueType type, int from, int limit) {
    if (type.isScalar()) {
      return limit;
    }
    return !type.vector() && vector instanceof WritableColumnVector writable
        ? sameArrays(writable, from, limit)
        : 0;
  }

  /** How many arrays from this one on are not null, as long as it, and follow each other. */
  private static int sameArrays(WritableColumnVector arrays, int from, int limit) {
    if (arrays.isNullAt(from)) {
      return 0;
    }
    int length = arrays.getArrayLength(from);
    int next = arrays.getArrayOffset(from) + length;
    int row = from + 1;
    while (row < from + limit
        && !arrays.isNullAt(row)
        && arrays.getArrayLength(row) == length
        && arrays.getArrayOffset(row) == next) {
      next += length;
      row++;
    }
    return row - from;
  }

  @Override
  public ColumnSource entries(ValueType type) {
    ColumnVector entries = vector;
    for (int level = 0; level < type.depth(); level++) {
      entries = entries.getChild(0);
    }
    VectorSource source = new VectorSource();
    source.standOn(entries);
    return source;
  }
}
