package org.exactloss.scan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The values of one column in a batch, as primitive arrays that are used again and again. A value
 * is {@code values[row] · 10^−scale} exactly, or, where a double cannot hold those units, {@code
 * wide[row] · 10^−scale}.
 */
final class Column {
  static final byte PRESENT = 0;
  static final byte NULL = 1;
  static final byte MALFORMED = 2;

  /** The units are in {@link #wide}. */
  static final byte WIDE = 3;

  /** Integers up to this magnitude are doubles, each one. */
  static final BigInteger MAX_EXACT = BigInteger.TWO.pow(53);

  private static final long MAX_EXACT_LONG = 1L << 53;

  final NumericType type;
  double[] values;
  byte[] status;
  private BigInteger[] wide;
  private boolean allPresent = true;
  private boolean presentOrNull = true;

  Column(NumericType type, int capacity) {
    this.type = type;
    values = new double[capacity];
    status = new byte[capacity];
    wide =
        new BigInteger
            [type.storage() == NumericType.Storage.DECIMAL
                    || type.storage() == NumericType.Storage.LONG
                ? capacity
                : 0];
  }

  /** Whether every value since the last {@link #clear} is PRESENT. */
  boolean allPresent() {
    return allPresent;
  }

  /** Whether every value since the last {@link #clear} is PRESENT or NULL. */
  boolean presentOrNull() {
    return presentOrNull;
  }

  /** The units of a WIDE value. */
  BigInteger wide(int row) {
    return wide[row];
  }

  /** The value, or for a WIDE one 1 or −1 by its sign; the row must hold a number. */
  double valueOrSign(int row) {
    return status[row] == WIDE ? wide[row].signum() : values[row];
  }

  /** Makes room for so many values; those that were loaded stay. */
  void reserve(int capacity) {
    if (capacity > values.length) {
      int length = Math.max(capacity, values.length + (values.length >> 1));
      values = Arrays.copyOf(values, length);
      status = Arrays.copyOf(status, length);
      wide = Arrays.copyOf(wide, wide.length == 0 ? 0 : length);
    }
  }

  /** Forgets what was loaded. */
  void clear() {
    if (!allPresent) {
      Arrays.fill(status, PRESENT);
      allPresent = true;
      presentOrNull = true;
    }
  }

  /** Loads rows {@code from} to {@code from + count − 1} of the source to {@code position} on. */
  void load(ColumnSource source, int from, int count, int position) {
    if (source.mayHaveNulls() && !loadNulls(source, from, count, position)) {
      loadWithNulls(source, from, count, position);
      return;
    }
    switch (type.storage()) {
      case DOUBLE -> source.doubles(from, count, values, position);
      case FLOAT -> source.floats(from, count, values, position);
      case INT -> source.ints(from, count, values, position);
      default -> {
        for (int i = 0; i < count; i++) {
          loadValue(source, from + i, position + i);
        }
      }
    }
  }

  /** Loads what rows are null, if the source tells it of all rows at once. */
  private boolean loadNulls(ColumnSource source, int from, int count, int position) {
    boolean bulk =
        switch (type.storage()) {
          case DOUBLE, FLOAT, INT -> source.markNulls(from, count, status, position);
          default -> false;
        };
    allPresent &= !bulk;
    return bulk;
  }

  /** Loads one row of the source so many times. */
  void loadRepeated(ColumnSource source, int row, int count, int position) {
    if (count == 0) {
      return;
    }
    load(source, row, 1, position);
    Arrays.fill(values, position, position + count, values[position]);
    if (status[position] != PRESENT) {
      Arrays.fill(status, position, position + count, status[position]);
    }
    if (status[position] == WIDE) {
      Arrays.fill(wide, position, position + count, wide[position]);
    }
  }

  /** Puts nulls at {@code position} and the {@code count − 1} places behind it. */
  void loadNulls(int count, int position) {
    for (int i = 0; i < count; i++) {
      values[position + i] = 0;
      mark(position + i, NULL);
    }
  }

  /**
   * Takes over values of another column of the same type, which are at the given places of it, to
   * {@code position} on.
   */
  void gather(Column from, int[] places, int first, int count, int position) {
    reserve(position + count);
    double[] source = from.values;
    for (int i = 0; i < count; i++) {
      values[position + i] = source[places[first + i]];
    }
    if (!from.allPresent) {
      for (int i = 0; i < count; i++) {
        int place = places[first + i];
        if (from.status[place] == WIDE) {
          wide[position + i] = from.wide[place];
        }
        if (from.status[place] != PRESENT) {
          mark(position + i, from.status[place]);
        }
      }
    }
  }

  private void loadWithNulls(ColumnSource source, int from, int count, int position) {
    for (int i = 0; i < count; i++) {
      if (source.isNull(from + i)) {
        values[position + i] = 0;
        mark(position + i, NULL);
      } else {
        loadValue(source, from + i, position + i);
      }
    }
  }

  private void loadValue(ColumnSource source, int row, int position) {
    switch (type.storage()) {
      case DOUBLE -> values[position] = source.doubleAt(row);
      case FLOAT -> values[position] = source.floatAt(row);
      case INT -> values[position] = source.intAt(row);
      case SHORT -> values[position] = source.shortAt(row);
      case BYTE -> values[position] = source.byteAt(row);
      case LONG -> loadUnits(source.longAt(row), position);
      case DECIMAL -> loadDecimal(source.decimalAt(row, type), position);
      case TEXT -> loadText(source.textAt(row), position);
    }
  }

  private void loadUnits(long units, int position) {
    if (units >= -MAX_EXACT_LONG && units <= MAX_EXACT_LONG) {
      values[position] = (double) units;
    } else {
      loadWide(BigInteger.valueOf(units), position);
    }
  }

  private void loadDecimal(BigDecimal value, int position) {
    BigInteger units = value.setScale(type.scale()).unscaledValue();
    if (units.bitLength() <= 53) {
      values[position] = (double) units.longValue();
    } else {
      loadWide(units, position);
    }
  }

  private void loadWide(BigInteger units, int position) {
    wide[position] = units;
    values[position] = 0;
    mark(position, WIDE);
  }

  private void loadText(String text, int position) {
    if (NumberText.isNumber(text)) {
      values[position] = NumberText.toDouble(text);
    } else {
      values[position] = 0;
      mark(position, MALFORMED);
    }
  }

  private void mark(int position, byte mark) {
    status[position] = mark;
    allPresent = false;
    presentOrNull &= mark == NULL;
  }
}
