package org.exactloss.exact;

import java.math.BigInteger;

/**
 * Rounding of exact non-negative numbers to the nearest double or float, ties to even, in integers.
 * Signs are the caller's: rounding a magnitude cannot go wrong at negative numbers whose
 * significand is all ones.
 *
 * <p>A quotient or a root is cut to an integer of more than 64 bits and gets one more low bit,
 * which is 1 where something was cut off ("sticky"). That bit lies below the half unit of any
 * double, so it decides ties and nothing else, and the result is the one of the exact number.
 */
final class CorrectRounding {
  /** Bits of an integer quotient or root: 53, the half unit, and a few to spare. */
  private static final int KEPT_BITS = 66;

  private static final int MIN_EXPONENT = -1074;
  private static final int MAX_TOP_BIT = 1023;
  private static final int FLOAT_MIN_EXPONENT = -149;
  private static final int FLOAT_MAX_TOP_BIT = 127;

  private CorrectRounding() {}

  /** The double nearest to numerator / denominator; both not negative, the denominator not 0. */
  static double quotient(BigInteger numerator, BigInteger denominator) {
    int shift = quotientShift(numerator, denominator);
    return nearest(cutQuotient(numerator, denominator, shift), -shift - 1);
  }

  /** The float nearest to numerator / denominator; both not negative, the denominator not 0. */
  static float quotientToFloat(BigInteger numerator, BigInteger denominator) {
    int shift = quotientShift(numerator, denominator);
    return nearestFloat(cutQuotient(numerator, denominator, shift), -shift - 1);
  }

  private static int quotientShift(BigInteger numerator, BigInteger denominator) {
    return Math.max(0, KEPT_BITS + denominator.bitLength() - numerator.bitLength());
  }

  /** numerator / denominator in units of 2^(−shift − 1), with the sticky bit. */
  private static BigInteger cutQuotient(BigInteger numerator, BigInteger denominator, int shift) {
    BigInteger[] division = numerator.shiftLeft(shift).divideAndRemainder(denominator);
    return withSticky(division[0], division[1].signum());
  }

  /** The double nearest to √(numerator / denominator); both not negative, the denominator not 0. */
  static double squareRootOfQuotient(BigInteger numerator, BigInteger denominator) {
    int missing = 2 * KEPT_BITS + denominator.bitLength() - numerator.bitLength();
    int shift = Math.max(0, (missing + 1) / 2);
    BigInteger[] division = numerator.shiftLeft(2 * shift).divideAndRemainder(denominator);
    // ⌊√x⌋ = ⌊√⌊x⌋⌋ for real x.
    BigInteger[] root = division[0].sqrtAndRemainder();
    return nearest(withSticky(root[0], root[1].signum() | division[1].signum()), -shift - 1);
  }

  private static BigInteger withSticky(BigInteger value, int rest) {
    BigInteger doubled = value.shiftLeft(1);
    return rest == 0 ? doubled : doubled.setBit(0);
  }

  /** The double nearest to magnitude · 2^exponent, ties to even, of 66 bits or more, or zero. */
  private static double nearest(BigInteger magnitude, int exponent) {
    if (magnitude.signum() == 0) {
      return 0.0;
    }
    int topBit = magnitude.bitLength() - 1 + exponent;
    if (topBit > MAX_TOP_BIT) {
      return Double.POSITIVE_INFINITY;
    }
    // The result is a multiple of 2^unit; below 2^-1022 doubles are no finer than 2^-1074.
    int unit = Math.max(topBit - 52, MIN_EXPONENT);
    long kept = roundedUnits(magnitude, unit - exponent);
    // Adding instead of composing: a significand of 2^52 or more adds its top bit to the exponent,
    // a subnormal one does not, and a carry to 2^53 goes on to the next exponent or to infinity.
    return Double.longBitsToDouble(((long) (unit - MIN_EXPONENT) << 52) + kept);
  }

  /** The float nearest to magnitude · 2^exponent, ties to even, of 66 bits or more, or zero. */
  private static float nearestFloat(BigInteger magnitude, int exponent) {
    if (magnitude.signum() == 0) {
      return 0.0f;
    }
    int topBit = magnitude.bitLength() - 1 + exponent;
    if (topBit > FLOAT_MAX_TOP_BIT) {
      return Float.POSITIVE_INFINITY;
    }
    int unit = Math.max(topBit - 23, FLOAT_MIN_EXPONENT);
    // A float's significand and 2^128 are doubles, so only the overflow is left to the cast.
    return (float) Math.scalb((double) roundedUnits(magnitude, unit - exponent), unit);
  }

  /** magnitude · 2^−cut, rounded to an integer, ties to even; something is always cut off. */
  private static long roundedUnits(BigInteger magnitude, int cut) {
    long kept = magnitude.shiftRight(cut).longValue();
    return roundsUp(magnitude, cut) ? kept + 1 : kept;
  }

  /** Whether the bits below {@code cut} are more than half a unit, or half and the unit is odd. */
  private static boolean roundsUp(BigInteger magnitude, int cut) {
    return magnitude.testBit(cut - 1)
        && (magnitude.getLowestSetBit() < cut - 1 || magnitude.testBit(cut));
  }
}
