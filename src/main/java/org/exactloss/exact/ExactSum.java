package org.exactloss.exact;

/** SKELETON: a sum with decimal terms: value = accumulator · 5^-fives. */
public final class ExactSum {
  private final Superaccumulator accumulator = new Superaccumulator();
  private int fives;

  /** An exact zero. */
  public ExactSum() {}

  /** {@code units · 10^-scale}; the accumulator is copied. */
  public static ExactSum ofUnits(Superaccumulator units, int scale) {
    ExactSum sum = new ExactSum();
    sum.accumulator.add(units.significand(), units.exponent() - scale);
    sum.fives = scale;
    return sum;
  }

  public void add(ExactSum other) {
    if (fives != other.fives) {
      throw new UnsupportedOperationException("skeleton");
    }
    accumulator.add(other.accumulator);
  }

  public void subtract(ExactSum other) {
    if (fives != other.fives) {
      throw new UnsupportedOperationException("skeleton");
    }
    accumulator.subtract(other.accumulator);
  }

  public int signum() {
    return accumulator.signum();
  }

  /** The exact value. */
  public ExactRational value() {
    throw new UnsupportedOperationException("skeleton");
  }
}
