package org.exactloss.scan;

import java.math.BigInteger;

/**
 * An exact number of units: {@code significand · 2^exponent}. This is the form in which values that
 * no double holds are subtracted and multiplied.
 */
record Units(BigInteger significand, int exponent) {
  private static final long SIGNIFICAND_MASK = (1L << 52) - 1;
  private static final long IMPLICIT_ONE = 1L << 52;

  /**
   * The value of a row in units of 10^−scale; the scale is at least that of the column, and the
   * value is finite.
   */
  static Units of(Column column, int row, int scale) {
    Units stored =
        column.status[row] == Column.WIDE
            ? new Units(column.wide(row), 0)
            : ofFinite(column.values[row]);
    int tens = scale - column.type.scale();
    return tens == 0
        ? stored
        : new Units(
            stored.significand.multiply(BigInteger.valueOf(5).pow(tens)), stored.exponent + tens);
  }

  /** The value of a finite double. */
  static Units ofFinite(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long fraction = bits & SIGNIFICAND_MASK;
    long magnitude = biased == 0 ? fraction : fraction | IMPLICIT_ONE;
    return new Units(
        BigInteger.valueOf(bits < 0 ? -magnitude : magnitude), Math.max(biased, 1) - 1075);
  }

  /** The exact difference. */
  Units minus(Units other) {
    int common = Math.min(exponent, other.exponent);
    return new Units(
        significand
            .shiftLeft(exponent - common)
            .subtract(other.significand.shiftLeft(other.exponent - common)),
        common);
  }

  /** The exact product. */
  Units times(Units other) {
    return new Units(significand.multiply(other.significand), exponent + other.exponent);
  }
}
