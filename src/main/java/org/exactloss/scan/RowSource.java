package org.exactloss.scan;

import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A column of the current row. */
final class RowSource implements ColumnSource {
  private final int ordinal;
  private InternalRow row;

  RowSource(int ordinal) {
    this.ordinal = ordinal;
  }

  /** Goes to a row. */
  void standOn(InternalRow next) {
    row = next;
  }

  @Override
  public boolean mayHaveNulls() {
    return row.isNullAt(ordinal);
  }

  @Override
  public boolean isNull(int ignored) {
    return row.isNullAt(ordinal);
  }

  @Override
  public byte byteAt(int ignored) {
    return row.getByte(ordinal);
  }

  @Override
  public short shortAt(int ignored) {
    return row.getShort(ordinal);
  }

  @Override
  public int intAt(int ignored) {
    return row.getInt(ordinal);
  }

  @Override
  public long longAt(int ignored) {
    return row.getLong(ordinal);
  }

  @Override
  public float floatAt(int ignored) {
    return row.getFloat(ordinal);
  }

  @Override
  public double doubleAt(int ignored) {
    return row.getDouble(ordinal);
  }

  @Override
  public BigDecimal decimalAt(int ignored, NumericType type) {
    return row.getDecimal(ordinal, type.precision(), type.scale()).toJavaBigDecimal();
  }

  @Override
  public String textAt(int ignored) {
    return row.getUTF8String(ordinal).toString();
  }

  @Override
  public UTF8String utf8At(int ignored) {
    return row.getUTF8String(ordinal);
  }

  @Override
  public boolean booleanAt(int ignored) {
    return row.getBoolean(ordinal);
  }

  @Override
  public void doubles(int ignored, int count, double[] values, int position) {
    values[position] = row.getDouble(ordinal);
  }

  @Override
  public void floats(int ignored, int count, double[] values, int position) {
    values[position] = row.getFloat(ordinal);
  }

  @Override
  public void ints(int ignored, int count, double[] values, int position) {
    values[position] = row.getInt(ordinal);
  }

  @Override
  public ArrayItems arrayAt(int ignored) {
    return new ArrayItems(row.getArray(ordinal));
  }

  @Override
  public ArrayItems vectorAt(int ignored) {
    return ArrayItems.ofVector(row.getStruct(ordinal, ArrayItems.VECTOR_FIELDS));
  }
}
