package org.exactloss.exact;

import java.math.BigInteger;

/**
 * SKELETON. The exact number {@code numerator / denominator}.
 *
 * @param denominator positive
 */
public record ExactRational(BigInteger numerator, BigInteger denominator) {

  public static ExactRational of(long value) {
    return new ExactRational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /** This divided by a number other than zero. */
  public ExactRational divide(ExactRational divisor) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** The nearest double, ties to even; magnitudes of at least 2^1024 − 2^970 give an infinity. */
  public double toDouble() {
    throw new UnsupportedOperationException("skeleton");
  }

  /** The double nearest to the square root of this non-negative number. */
  public double squareRootToDouble() {
    throw new UnsupportedOperationException("skeleton");
  }
}
