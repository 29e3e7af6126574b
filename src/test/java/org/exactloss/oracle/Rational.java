package org.exactloss.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction, not reduced; compare with {@link #compareTo}. Rounding goes by definition: a
 * search for the two neighbouring doubles, and a comparison with the midpoint between them.
 *
 * @param denominator positive
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {
  public static final Rational ZERO = of(0);
  private static final long MAX_FINITE_BITS = Double.doubleToRawLongBits(Double.MAX_VALUE);
  private static final int MAX_FINITE_FLOAT_BITS = Float.floatToRawIntBits(Float.MAX_VALUE);

  public Rational {
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("denominator " + denominator);
    }
  }

  public static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  public static Rational of(BigDecimal value) {
    return value.scale() >= 0
        ? new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
        : new Rational(value.toBigIntegerExact(), BigInteger.ONE);
  }

  /** A finite double as it is. */
  public static Rational of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return ofParts(Binary.significand(bits), Binary.exponent(bits), 0);
  }

  /** {@code significand · 2^twos · 5^fives}. */
  public static Rational ofParts(BigInteger significand, int twos, int fives) {
    BigInteger five = BigInteger.valueOf(5);
    BigInteger up = BigInteger.TWO.pow(Math.max(twos, 0)).multiply(five.pow(Math.max(fives, 0)));
    BigInteger down =
        BigInteger.TWO.pow(Math.max(-twos, 0)).multiply(five.pow(Math.max(-fives, 0)));
    return new Rational(significand.multiply(up), down);
  }

  /** {@code 2^exponent}. */
  public static Rational powerOfTwo(int exponent) {
    return ofParts(BigInteger.ONE, exponent, 0);
  }

  public Rational add(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  public Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  public Rational multiply(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** This divided by a positive number. */
  public Rational divide(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  public int signum() {
    return numerator.signum();
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** The nearest double, ties to the even one; +0.0 for zero. */
  public double nearest() {
    if (numerator.signum() < 0) {
      return -negate().nearest();
    }
    return nearest(candidate -> candidate.compareTo(this));
  }

  /** The nearest float, ties to the even one; +0.0 for zero. */
  public float nearestFloat() {
    if (numerator.signum() < 0) {
      return -negate().nearestFloat();
    }
    int below = 0; // at most the number that is looked for
    int above = MAX_FINITE_FLOAT_BITS + 1; // counts as 2^128, an infinity
    if (compareTo(ofFloatBits(above)) >= 0) {
      return Float.POSITIVE_INFINITY;
    }
    while (above - below > 1) {
      int middle = (above + below) >>> 1;
      if (compareTo(ofFloatBits(middle)) >= 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    int side = compareTo(ofFloatBits(below).add(ofFloatBits(above)).divide(of(2)));
    boolean takeBelow = side < 0 || (side == 0 && below % 2 == 0);
    return Float.intBitsToFloat(takeBelow ? below : above);
  }

  /** The double nearest to the square root of this non-negative number, ties to the even one. */
  public double nearestRoot() {
    if (numerator.signum() < 0) {
      throw new IllegalArgumentException("negative: " + this);
    }
    return nearest(candidate -> candidate.multiply(candidate).compareTo(this));
  }

  /** Compares a number that is not negative with the one that is looked for. */
  private interface Comparison {
    int compare(Rational candidate);
  }

  private static double nearest(Comparison comparison) {
    // The bits of non-negative doubles are ordered as the doubles are.
    long below = 0; // at most the number that is looked for
    long above = MAX_FINITE_BITS + 1; // counts as 2^1024, an infinity
    if (comparison.compare(ofBits(above)) <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    while (above - below > 1) {
      long middle = (above + below) >>> 1;
      if (comparison.compare(ofBits(middle)) <= 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    Rational midpoint = ofBits(below).add(ofBits(above)).divide(of(2));
    int side = comparison.compare(midpoint);
    boolean takeBelow = side > 0 || (side == 0 && below % 2 == 0);
    return Double.longBitsToDouble(takeBelow ? below : above);
  }

  private static Rational ofFloatBits(int bits) {
    return bits == MAX_FINITE_FLOAT_BITS + 1 ? powerOfTwo(128) : of(Float.intBitsToFloat(bits));
  }

  private static Rational ofBits(long bits) {
    return bits == MAX_FINITE_BITS + 1 ? powerOfTwo(1024) : of(Double.longBitsToDouble(bits));
  }
}
