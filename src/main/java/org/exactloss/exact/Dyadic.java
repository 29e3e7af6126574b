package org.exactloss.exact;

import java.math.BigInteger;

/**
 * The exact number {@code significand · 2^exponent}, in any such form: for values that no double
 * holds, which are subtracted and multiplied without a division.
 */
public record Dyadic(BigInteger significand, int exponent) implements Comparable<Dyadic> {
  public static final Dyadic ZERO = new Dyadic(BigInteger.ZERO, 0);
  public static final Dyadic ONE = new Dyadic(BigInteger.ONE, 0);

  /**
   * The value of a double, exactly.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public static Dyadic of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return new Dyadic(
        BigInteger.valueOf(DoubleBits.signedSignificand(bits)), DoubleBits.exponent(bits));
  }

  /** The exact sum. */
  public Dyadic plus(Dyadic other) {
    int common = Math.min(exponent, other.exponent);
    return new Dyadic(inUnitsOf(common).add(other.inUnitsOf(common)), common);
  }

  /** The exact difference. */
  public Dyadic minus(Dyadic other) {
    int common = Math.min(exponent, other.exponent);
    return new Dyadic(inUnitsOf(common).subtract(other.inUnitsOf(common)), common);
  }

  /** The exact product. */
  public Dyadic times(Dyadic other) {
    return new Dyadic(significand.multiply(other.significand), exponent + other.exponent);
  }

  public Dyadic abs() {
    return significand.signum() < 0 ? new Dyadic(significand.negate(), exponent) : this;
  }

  /** Adds the number to a sum. */
  public void addTo(Superaccumulator sum) {
    sum.add(significand, exponent);
  }

  /** Compares the numbers, whatever their form. */
  @Override
  public int compareTo(Dyadic other) {
    return minus(other).significand.signum();
  }

  private BigInteger inUnitsOf(int lower) {
    return significand.shiftLeft(exponent - lower);
  }
}
