package org.exactloss.exact;

/**
 * The parts of a finite double: value = ±significand · 2^exponent with 0 ≤ significand &lt; 2^53
 * and −1074 ≤ exponent ≤ 971. They are read from the bits, so neither a rounding mode nor flushing
 * of subnormals by native code can change them.
 */
final class DoubleBits {
  private static final int FRACTION_BITS = 52;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;
  private static final int NON_FINITE = 0x7FF;

  private DoubleBits() {}

  /**
   * The weight of the significand's lowest bit; −1074 for zero and subnormal numbers.
   *
   * @throws IllegalArgumentException if the bits are those of a NaN or an infinity
   */
  static int exponent(long bits) {
    int biased = biasedExponent(bits);
    if (biased == NON_FINITE) {
      throw new IllegalArgumentException(
          "Cannot take "
              + Double.longBitsToDouble(bits)
              + " into an exact sum: it is not a finite number");
    }
    return Math.max(biased, 1) - 1075;
  }

  static long significand(long bits) {
    long implicitBit = biasedExponent(bits) == 0 ? 0 : FRACTION + 1;
    return (bits & FRACTION) | implicitBit;
  }

  static long signedSignificand(long bits) {
    long sign = sign(bits);
    return (significand(bits) ^ sign) - sign;
  }

  /** 0 for plus, −1 for minus. */
  static long sign(long bits) {
    return bits >> 63;
  }

  private static int biasedExponent(long bits) {
    return (int) (bits >>> FRACTION_BITS) & NON_FINITE;
  }
}
