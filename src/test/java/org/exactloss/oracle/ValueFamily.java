package org.exactloss.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Families of predictions and targets, most of them unkind to sums in floating point. */
public enum ValueFamily {
  /** Targets N(50, 10), predictions N(0, 1), of full precision. */
  INDEPENDENT,
  /** Predictions near the target. */
  CORRELATED,
  /** Widened floats. */
  FLOATS,
  /** Numbers with two decimals. */
  TWO_DECIMALS,
  INTEGERS,
  /** A large offset under a small difference. */
  OFFSET,
  /** Prediction and target are the same. */
  EQUAL,
  /** A few units in the last place apart. */
  NEIGHBOURS,
  /** Any finite double, all exponents alike. */
  EVERY_EXPONENT,
  /** Normal numbers with single rows 2^-60 to 2^-200 times as large. */
  ONE_TINY,
  SUBNORMAL,
  /** Around 1e200: the square overflows. */
  HUGE,
  /** Around 1e-300: the square underflows. */
  TINY,
  /** ±MAX_VALUE, ±MIN_VALUE, ±MIN_NORMAL, ±0, ±1 in all pairs. */
  EXTREMES,
  /** Significands of one or two bits, or all ones. */
  FEW_BITS,
  /** As {@link #INDEPENDENT}, with NaN and infinities here and there. */
  NON_FINITE;

  private static final double[] LIMITS = {
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Math.nextDown(Double.MIN_NORMAL),
    0.0,
    1.0
  };
  private static final double[] NON_NUMBERS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  /** All but {@link #NON_FINITE}. */
  public static List<ValueFamily> finite() {
    return Arrays.stream(values()).filter(family -> family != NON_FINITE).toList();
  }

  double target(SplittableRandom random) {
    return switch (this) {
      case INDEPENDENT, CORRELATED -> 50 + 10 * random.nextGaussian();
      case FLOATS -> (float) (50 + 10 * random.nextGaussian());
      case TWO_DECIMALS -> random.nextInt(-100_000, 100_000) / 100.0;
      case INTEGERS -> random.nextInt(-1000, 1000);
      case OFFSET -> 1e9 + random.nextGaussian();
      case EQUAL, NEIGHBOURS, EVERY_EXPONENT -> anyFinite(random);
      case ONE_TINY -> oneTiny(random);
      case SUBNORMAL -> Double.longBitsToDouble(random.nextLong(1L << 52)) * sign(random);
      case HUGE -> 1e200 * random.nextGaussian();
      case TINY -> 1e-300 * random.nextGaussian();
      case EXTREMES -> LIMITS[random.nextInt(LIMITS.length)] * sign(random);
      case FEW_BITS -> fewBits(random);
      case NON_FINITE -> sometimesNoNumber(random, 50 + 10 * random.nextGaussian());
    };
  }

  double prediction(SplittableRandom random, double target) {
    return switch (this) {
      case INDEPENDENT -> random.nextGaussian();
      case CORRELATED -> target + random.nextGaussian() / 8;
      case EQUAL -> target;
      case NEIGHBOURS -> neighbour(target, random.nextInt(-4, 5));
      case NON_FINITE -> sometimesNoNumber(random, random.nextGaussian());
      default -> target(random);
    };
  }

  private static double anyFinite(SplittableRandom random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : anyFinite(random);
  }

  private static double oneTiny(SplittableRandom random) {
    double value = random.nextGaussian();
    return random.nextInt(50) == 0 ? Math.scalb(value, -random.nextInt(60, 200)) : value;
  }

  private static double fewBits(SplittableRandom random) {
    int exponent = random.nextInt(-500, 500);
    double value =
        switch (random.nextInt(3)) {
          case 0 -> 1.0;
          case 1 -> 1.0 + Math.scalb(1.0, -random.nextInt(1, 53));
          default -> Math.nextDown(2.0);
        };
    return Math.scalb(value, exponent) * sign(random);
  }

  /** A few steps away, finite in any case. */
  private static double neighbour(double value, int steps) {
    double near = Double.longBitsToDouble(Double.doubleToRawLongBits(value) + steps);
    return Double.isFinite(near) ? near : value;
  }

  private static double sometimesNoNumber(SplittableRandom random, double value) {
    return random.nextInt(10) == 0 ? NON_NUMBERS[random.nextInt(NON_NUMBERS.length)] : value;
  }

  private static int sign(SplittableRandom random) {
    return random.nextBoolean() ? 1 : -1;
  }
}
