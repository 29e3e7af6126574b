package org.exactloss.scan;

import java.math.BigDecimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.exactloss.scan.pages.PageColumn;

/** A column of the rows that a Parquet file stands on: a number of 32 or 64 bits, or a text. */
final class PageSource implements ColumnSource {
  private PageColumn column;

  /** Goes to a file. */
  void standOn(PageColumn next) {
    column = next;
  }

  /** Makes ready for values that are asked for one by one. */
  void unpack() {
    column.unpack();
  }

  @Override
  public boolean mayHaveNulls() {
    return column.hasNulls();
  }

  @Override
  public boolean isNull(int row) {
    return column.isNull(row);
  }

  @Override
  public boolean markNulls(int from, int count, byte[] nulls, int position) {
    column.markNulls(from, count, nulls, position);
    return true;
  }

  @Override
  public int intAt(int row) {
    return (int) column.doubleAt(row);
  }

  @Override
  public long longAt(int row) {
    return column.longAt(row);
  }

  @Override
  public float floatAt(int row) {
    return (float) column.doubleAt(row);
  }

  @Override
  public double doubleAt(int row) {
    return column.doubleAt(row);
  }

  @Override
  public void doubles(int from, int count, double[] values, int position) {
    column.copy(from, count, values, position);
  }

  @Override
  public void floats(int from, int count, double[] values, int position) {
    column.copy(from, count, values, position);
  }

  @Override
  public void ints(int from, int count, double[] values, int position) {
    column.copy(from, count, values, position);
  }

  @Override
  public byte byteAt(int row) {
    throw notRead("bytes");
  }

  @Override
  public short shortAt(int row) {
    throw notRead("shorts");
  }

  @Override
  public BigDecimal decimalAt(int row, NumericType type) {
    throw notRead("decimals");
  }

  @Override
  public String textAt(int row) {
    return utf8At(row).toString();
  }

  @Override
  public UTF8String utf8At(int row) {
    return UTF8String.fromBytes(column.textAt(row));
  }

  @Override
  public Object dictionary() {
    return column.dictionary();
  }

  @Override
  public void dictionaryEntries(int from, int count, int[] target, int position) {
    column.copyEntries(from, count, target, position);
  }

  @Override
  public boolean booleanAt(int row) {
    throw notRead("booleans");
  }

  @Override
  public ArrayItems arrayAt(int row) {
    throw notRead("arrays");
  }

  @Override
  public ArrayItems vectorAt(int row) {
    throw notRead("vectors");
  }

  @Override
  public int blockStart(ValueType type, int from, int count, int[] lengths) {
    return from;
  }

  @Override
  public int blockRows(ValueType type, int from, int limit) {
    return limit;
  }

  @Override
  public ColumnSource entries(ValueType type) {
    return this;
  }

  private static IllegalStateException notRead(String what) {
    return new IllegalStateException("no " + what + " are read from pages");
  }
}
