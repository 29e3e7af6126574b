package org.exactloss.scan;

import java.math.BigInteger;
import org.exactloss.exact.Dyadic;

/** Exact numbers of units: the form in which values that no double holds are worked with. */
final class Units {
  private Units() {}

  /**
   * The value of a row in units of 10^−scale; the scale is at least that of the column, and the
   * value is finite.
   */
  static Dyadic of(Column column, int row, int scale) {
    Dyadic stored =
        column.status[row] == Column.WIDE
            ? new Dyadic(column.wide(row), 0)
            : Dyadic.of(column.values[row]);
    return raised(stored, scale - column.type.scale());
  }

  /** A number times so many tens. */
  static Dyadic raised(Dyadic value, int tens) {
    return tens == 0
        ? value
        : new Dyadic(
            value.significand().multiply(BigInteger.valueOf(5).pow(tens)), value.exponent() + tens);
  }
}
