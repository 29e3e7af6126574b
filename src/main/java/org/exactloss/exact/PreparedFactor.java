package org.exactloss.exact;

import java.io.Serializable;
import java.math.BigInteger;

/** A positive constant, made ready for products with it that are rounded once. */
final class PreparedFactor implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * What {@link #times} allows for, relative to the product: 256u², u = 2^-53.
   *
   * <p>Of it the given number takes 16u² and the constant u². With |low| ≤ 8u·|high| the two
   * roundings on the way take u·(u + u) and u·(2u + 8u), the product of the two low parts that is
   * left out takes 8u·u, and the computed bounds take u·|low part| ≤ 10u²: less than 64u².
   */
  private static final double ERROR = 0x1p-98;

  private final ExactRational exact;

  /** The constant is high + low but for an error of u²·high. */
  private final double high;

  private final double low;
  private final boolean inRange;
  private final boolean powerOfTwo;

  /**
   * Prepares a constant.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  PreparedFactor(ExactRational exact) {
    if (exact.signum() <= 0) {
      throw new IllegalArgumentException("Cannot scale by " + exact + ": it must be positive");
    }
    this.exact = exact;
    high = exact.toDouble();
    inRange = ErrorFree.inRange(high);
    low = inRange ? exact.minus(ExactRational.of(high)).toDouble() : 0;
    powerOfTwo = exact.numerator().bitCount() == 1 && exact.denominator().bitCount() == 1;
  }

  ExactRational exact() {
    return exact;
  }

  boolean isOne() {
    return powerOfTwo && high == 1;
  }

  /**
   * The constant times the number v that is known as h + l, rounded once; NaN if that is not known
   * well enough.
   *
   * @param h in range, and at most 16u²·|h| apart from v together with l
   * @param l at most 8u·|h|
   */
  double times(double h, double l) {
    return times(h, l, 0);
  }

  /**
   * As {@link #times(double, double)} for a number that is less well known.
   *
   * @param more by how much h + l may be further apart from v than 16u²·|h|
   */
  double times(double h, double l, double more) {
    double product = h * high;
    double magnitude = Math.abs(product);
    if (!inRange || !ErrorFree.inRange(magnitude)) {
      return Double.NaN;
    }
    double error = ErrorFree.productError(h, high, product);
    double rest = Math.fma(high, l, Math.fma(h, low, error));
    // Twice what the further error amounts to covers the roundings of the bound.
    return ErrorFree.decide(product, rest, magnitude * ERROR + 2 * more * high);
  }

  /**
   * The constant times a number v; {@code rounded} is the double nearest to v. NaN as above. A
   * power of two that no double holds is 0 or an infinity here, and so is the product.
   */
  double timesRounded(double rounded) {
    double product = rounded * high;
    return powerOfTwo && ErrorFree.inRange(Math.abs(product)) ? product : Double.NaN;
  }

  /** The constant times {@code significand · 2^twos}, rounded once. */
  double times(BigInteger significand, int twos) {
    BigInteger numerator = significand.abs().multiply(exact.numerator());
    double magnitude =
        CorrectRounding.quotient(
            numerator.shiftLeft(Math.max(twos, 0)),
            exact.denominator().shiftLeft(Math.max(-twos, 0)));
    return significand.signum() < 0 ? -magnitude : magnitude;
  }
}
