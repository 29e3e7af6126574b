package org.exactloss.exact;

import java.math.BigInteger;

/**
 * The exact number {@code numerator / denominator}, in lowest terms, so that equal numbers are
 * equal records.
 *
 * @param denominator positive
 */
public record ExactRational(BigInteger numerator, BigInteger denominator)
    implements Comparable<ExactRational> {

  /**
   * Reduces the fraction.
   *
   * @throws ArithmeticException if the denominator is not positive
   */
  public ExactRational {
    if (denominator.signum() <= 0) {
      throw new ArithmeticException(
          "Cannot make a fraction with the denominator " + denominator + ": it must be positive");
    }
    // Shared powers of two go first, by a shift: they are all that sums of doubles share.
    int twos = Math.min(numerator.getLowestSetBit(), denominator.getLowestSetBit());
    if (twos > 0) {
      numerator = numerator.shiftRight(twos);
      denominator = denominator.shiftRight(twos);
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  public static ExactRational of(long value) {
    return new ExactRational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /**
   * This divided by a number other than zero.
   *
   * @throws ArithmeticException if the divisor is zero
   */
  public ExactRational divide(ExactRational divisor) {
    if (divisor.signum() == 0) {
      throw new ArithmeticException("Cannot divide " + this + " by zero");
    }
    BigInteger sign = BigInteger.valueOf(divisor.signum());
    return new ExactRational(
        numerator.multiply(divisor.denominator).multiply(sign),
        denominator.multiply(divisor.numerator).multiply(sign));
  }

  public int signum() {
    return numerator.signum();
  }

  /**
   * The nearest double, ties to even; magnitudes of at least 2^1024 − 2^970 give an infinity. Zero
   * gives +0.0; any other number gives its own sign, also where the magnitude rounds to zero.
   */
  public double toDouble() {
    double magnitude = CorrectRounding.quotient(numerator.abs(), denominator);
    return numerator.signum() < 0 ? -magnitude : magnitude;
  }

  /**
   * The double nearest to the square root of this non-negative number, ties to even.
   *
   * @throws ArithmeticException if the number is negative
   */
  public double squareRootToDouble() {
    if (numerator.signum() < 0) {
      throw new ArithmeticException("Cannot take the square root of the negative number " + this);
    }
    return CorrectRounding.squareRootOfQuotient(numerator, denominator);
  }

  @Override
  public int compareTo(ExactRational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
