package org.exactloss.oracle;

import java.math.BigInteger;

/** A finite double as integer · 2^exponent, by the definition of binary64 in IEEE 754. */
final class Binary {
  private Binary() {}

  /** The integer with its sign. */
  static BigInteger significand(long bits) {
    long fraction = bits & 0x000F_FFFF_FFFF_FFFFL;
    long magnitude = biasedExponent(bits) == 0 ? fraction : fraction + 0x0010_0000_0000_0000L;
    return BigInteger.valueOf(bits < 0 ? -magnitude : magnitude);
  }

  static int exponent(long bits) {
    int biased = biasedExponent(bits);
    if (biased == 2047) {
      throw new IllegalArgumentException("not finite: " + Double.longBitsToDouble(bits));
    }
    return biased == 0 ? -1074 : biased - 1075;
  }

  private static int biasedExponent(long bits) {
    return (int) ((bits >>> 52) % 2048);
  }
}
