package org.exactloss.exact;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact number {@code numerator / denominator}, in lowest terms, so that equal numbers are
 * equal records.
 *
 * @param denominator positive
 */
public record ExactRational(BigInteger numerator, BigInteger denominator)
    implements Comparable<ExactRational>, Serializable {

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
    // What is left of a power of two stands beside an odd numerator.
    boolean reduced = denominator.bitCount() == 1 && numerator.signum() != 0;
    BigInteger divisor = reduced ? BigInteger.ONE : numerator.gcd(denominator);
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  public static ExactRational of(long value) {
    return new ExactRational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /**
   * The value of a double, exactly; both zeros give 0.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public static ExactRational of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return ofScaled(
        BigInteger.valueOf(DoubleBits.signedSignificand(bits)), DoubleBits.exponent(bits), 0);
  }

  /** The value of a decimal, exactly. */
  public static ExactRational of(BigDecimal value) {
    return ofScaled(value.unscaledValue(), 0, -value.scale());
  }

  /** {@code significand · 2^twos · 10^tens}, for any significand. */
  public static ExactRational ofScaled(BigInteger significand, int twos, int tens) {
    BigInteger power = BigInteger.TEN.pow(Math.abs(tens));
    BigInteger numerator = significand.shiftLeft(Math.max(twos, 0));
    BigInteger denominator = BigInteger.ONE.shiftLeft(Math.max(-twos, 0));
    return tens < 0
        ? new ExactRational(numerator, denominator.multiply(power))
        : new ExactRational(numerator.multiply(power), denominator);
  }

  /** The exact sum. */
  public ExactRational plus(ExactRational other) {
    return new ExactRational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** The exact difference. */
  public ExactRational minus(ExactRational other) {
    return new ExactRational(
        numerator.multiply(other.denominator).subtract(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** The exact product. */
  public ExactRational times(ExactRational other) {
    return new ExactRational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
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
   * The nearest float, ties to even, rounded once (never through a double); magnitudes of at least
   * 2^128 − 2^103 give an infinity. Zero and signs as of {@link #toDouble}.
   */
  public float toFloat() {
    float magnitude = CorrectRounding.quotientToFloat(numerator.abs(), denominator);
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
