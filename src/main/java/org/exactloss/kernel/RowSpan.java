package org.exactloss.kernel;

/** Which bits the exact difference of a row takes, as exponents of two. */
final class RowSpan {
  /** The top of a difference of zero, which fits every window. */
  static final int NO_TOP = Integer.MIN_VALUE;

  /** The low end of a difference of zero. */
  static final int NO_LOW = Integer.MAX_VALUE;

  private RowSpan() {}

  /**
   * The smallest m with 1.5·|p − t| ≤ 2^m, the half being headroom; {@link #NO_TOP} for zero, and
   * more than any window has where the difference overflows.
   */
  static int top(double prediction, double target) {
    double d = prediction - target;
    return d == 0 ? NO_TOP : Math.getExponent(1.5 * d) + 1;
  }

  /** The exponent of the lowest bit of the exact p − t; {@link #NO_LOW} for zero. */
  static int low(double prediction, double target) {
    double d = prediction - target;
    double b = d - prediction;
    double e = (prediction - (d - b)) - (target + b);
    if (d == 0) {
      return NO_LOW;
    }
    // Where e is not zero, all its bits lie below those of d.
    return e == 0 ? lowestBit(d) : lowestBit(e);
  }

  private static int lowestBit(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = Math.max(1, (int) (bits >>> 52) & 0x7ff);
    // A normal number's leading one stands above the 52 stored bits.
    int zeros = Math.min(52, Long.numberOfTrailingZeros(bits & ((1L << 52) - 1)));
    return exponent - 1075 + zeros;
  }
}
