package org.exactloss.oracle;

import java.util.SplittableRandom;

/** Families of weights. */
public enum WeightFamily {
  ONES,
  /** 1 to 10. */
  COUNTS,
  /** Uniform in (0, 1], of full precision. */
  FRACTIONS,
  /** 2^-900 to 2^900 in full precision. */
  WIDE,
  /** 2^-900 and 2^900. */
  POWERS,
  /** From the smallest to the largest double. */
  EVERY_EXPONENT,
  SUBNORMAL,
  /** Around 1e300: the product overflows beside large differences. */
  HUGE,
  ZEROS,
  /** Of both signs, so that sums cancel. */
  SIGNED;

  /** Whether all weights of the family are above zero. */
  public boolean positive() {
    return this != ZEROS && this != SIGNED;
  }

  double weight(SplittableRandom random) {
    return switch (this) {
      case ONES -> 1.0;
      case COUNTS -> random.nextInt(1, 11);
      case FRACTIONS -> 1.0 - random.nextDouble();
      case WIDE -> Math.scalb(1.0 + random.nextDouble(), random.nextInt(-900, 900));
      case POWERS -> Math.scalb(1.0, random.nextBoolean() ? 900 : -900);
      case EVERY_EXPONENT ->
          Double.longBitsToDouble(
              random.nextLong(1, Double.doubleToRawLongBits(Double.MAX_VALUE) + 1));
      case SUBNORMAL -> Double.longBitsToDouble(random.nextLong(1, 1L << 52));
      case HUGE -> 1e300 * (1.0 + random.nextDouble());
      case ZEROS -> random.nextBoolean() ? 0.0 : -0.0;
      case SIGNED -> random.nextGaussian();
    };
  }
}
