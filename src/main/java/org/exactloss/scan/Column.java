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
  final double[] values;
  final byte[] status;
  private final BigInteger[] wide;
  private boolean allPresent = true;

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

  /** The units of a WIDE value. */
  BigInteger wide(int row) {
    return wide[row];
  }

  /** The value, or for a WIDE one 1 or −1 by its sign; the row must hold a number. */
  double valueOrSign(int row) {
    return status[row] == WIDE ? wide[row].signum() : values[row];
  }

  /** Forgets what was loaded. */
  void clear() {
    if (!allPresent) {
      Arrays.fill(status, PRESENT);
      allPresent = true;
    }
  }

  /** Loads rows {@code from} to {@code from + count − 1} of the source to {@code position} on. */
  void load(ColumnSource source, int from, int count, int position) {
    if (source.mayHaveNulls()) {
      loadWithNulls(source, from, count, position);
      return;
    }
    switch (type.storage()) {
      case DOUBLE -> {
        for (int i = 0; i < count; i++) {
          values[position + i] = source.doubleAt(from + i);
        }
      }
      case FLOAT -> {
        for (int i = 0; i < count; i++) {
          values[position + i] = source.floatAt(from + i);
        }
      }
      case INT -> {
        for (int i = 0; i < count; i++) {
          values[position + i] = source.intAt(from + i);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          loadValue(source, from + i, position + i);
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
  }
}
