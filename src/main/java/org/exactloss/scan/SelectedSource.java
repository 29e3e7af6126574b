package org.exactloss.scan;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** Some rows of another source, in their order. */
final class SelectedSource implements ColumnSource {
  /** As long as one row in so many is wanted, all of them are loaded at once. */
  private static final int DENSE = 8;

  private ColumnSource source;
  private int[] rows;
  private double[] numbers = {};
  private byte[] marks = {};
  private int[] places = {};

  /** Goes to other rows: those of the given numbers. */
  void standOn(ColumnSource next, int[] selected) {
    source = next;
    rows = selected;
  }

  @Override
  public boolean mayHaveNulls() {
    return source.mayHaveNulls();
  }

  @Override
  public boolean isNull(int row) {
    return source.isNull(rows[row]);
  }

  @Override
  public byte byteAt(int row) {
    return source.byteAt(rows[row]);
  }

  @Override
  public short shortAt(int row) {
    return source.shortAt(rows[row]);
  }

  @Override
  public int intAt(int row) {
    return source.intAt(rows[row]);
  }

  @Override
  public long longAt(int row) {
    return source.longAt(rows[row]);
  }

  @Override
  public float floatAt(int row) {
    return source.floatAt(rows[row]);
  }

  @Override
  public double doubleAt(int row) {
    return source.doubleAt(rows[row]);
  }

  @Override
  public BigDecimal decimalAt(int row, NumericType type) {
    return source.decimalAt(rows[row], type);
  }

  @Override
  public String textAt(int row) {
    return source.textAt(rows[row]);
  }

  @Override
  public UTF8String utf8At(int row) {
    return source.utf8At(rows[row]);
  }

  @Override
  public boolean booleanAt(int row) {
    return source.booleanAt(rows[row]);
  }

  @Override
  public Object dictionary() {
    return source.dictionary();
  }

  @Override
  public void dictionaryEntries(int from, int count, int[] target, int position) {
    if (count == 0) {
      return;
    }
    int first = rows[from];
    int span = span(from, count);
    places = places.length < span ? new int[span] : places;
    source.dictionaryEntries(first, span, places, 0);
    for (int i = 0; i < count; i++) {
      target[position + i] = places[rows[from + i] - first];
    }
  }

  @Override
  public void doubles(int from, int count, double[] values, int position) {
    load(ColumnSource::doubles, ColumnSource::doubleAt, from, count, values, position);
  }

  @Override
  public void floats(int from, int count, double[] values, int position) {
    load(ColumnSource::floats, ColumnSource::floatAt, from, count, values, position);
  }

  @Override
  public void ints(int from, int count, double[] values, int position) {
    load(ColumnSource::ints, ColumnSource::intAt, from, count, values, position);
  }

  /** How a source loads numbers of some type. */
  private interface Numbers {
    void load(ColumnSource source, int from, int count, double[] values, int position);
  }

  /** How a source gives a number of some type. */
  private interface Number {
    double at(ColumnSource source, int row);
  }

  private void load(Numbers all, Number one, int from, int count, double[] values, int position) {
    if (count == 0) {
      return;
    }
    int first = rows[from];
    int span = span(from, count);
    if (span == count) {
      all.load(source, first, count, values, position);
    } else if (span > DENSE * count) {
      for (int i = 0; i < count; i++) {
        values[position + i] = one.at(source, rows[from + i]);
      }
    } else {
      numbers = numbers.length < span ? new double[span] : numbers;
      all.load(source, first, span, numbers, 0);
      for (int i = 0; i < count; i++) {
        values[position + i] = numbers[rows[from + i] - first];
      }
    }
  }

  @Override
  public boolean markNulls(int from, int count, byte[] nulls, int position) {
    if (count == 0) {
      return source.markNulls(0, 0, nulls, position);
    }
    int first = rows[from];
    int span = span(from, count);
    marks = marks.length < span ? new byte[span] : marks;
    Arrays.fill(marks, 0, span, (byte) 0);
    boolean found = source.markNulls(first, span, marks, 0);
    for (int i = 0; i < count && found; i++) {
      nulls[position + i] |= marks[rows[from + i] - first];
    }
    return found;
  }

  /** How many rows the source has from the first one of these to the last. */
  private int span(int from, int count) {
    return rows[from + count - 1] + 1 - rows[from];
  }

  @Override
  public ArrayItems arrayAt(int row) {
    return source.arrayAt(rows[row]);
  }

  @Override
  public ArrayItems vectorAt(int row) {
    return source.vectorAt(rows[row]);
  }

  @Override
  public int blockStart(ValueType type, int from, int count, int[] lengths) {
    if (type.isScalar()) {
      return from;
    }
    return span(from, count) == count ? source.blockStart(type, rows[from], count, lengths) : -1;
  }

  @Override
  public int blockRows(ValueType type, int from, int limit) {
    if (type.isScalar()) {
      return limit;
    }
    int count = 1;
    while (count < limit && span(from, count + 1) == count + 1) {
      count++;
    }
    return source.blockRows(type, rows[from], count);
  }

  @Override
  public ColumnSource entries(ValueType type) {
    return type.isScalar() ? this : source.entries(type);
  }
}
