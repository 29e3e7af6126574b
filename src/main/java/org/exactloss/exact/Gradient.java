package org.exactloss.exact;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * The derivative of the loss with respect to one prediction, 2·w·(p − t)/S, rounded <em>once</em>
 * to nearest (ties to even) from the exact value.
 *
 * <p>S is what the loss divides the sum by: Σw for the mean, the number of elements where the mean
 * is by elements, D·Σw for the mean of D outputs, 1 for the sum. It is taken exactly.
 *
 * <p>The weight may be any finite number. Finite values never give a NaN; an exact zero is +0.0
 * (also for p = −0.0 beside t = +0.0, where {@code 2 * (p - t) / n} is −0.0), and any other number
 * that rounds to zero keeps its sign. Where a value is NaN or infinite, IEEE rules decide: NaN, ∞ −
 * ∞ and 0·∞ give NaN, everything else ±∞.
 *
 * <p>How: as in {@link ElementLoss}, from the two doubles of p − t and the two doubles of 2/S.
 */
public final class Gradient implements Serializable {
  private static final long serialVersionUID = 1;

  private final PreparedFactor factor;

  private Gradient(ExactRational factor) {
    this.factor = new PreparedFactor(factor);
  }

  /**
   * The gradient of a loss that divides by S.
   *
   * @throws ArithmeticException if the divisor is zero
   * @throws IllegalArgumentException if it is negative
   */
  public static Gradient dividedBy(ExactRational divisor) {
    return new Gradient(ExactRational.of(2).divide(divisor));
  }

  /**
   * For values that are given in units, as decimals are: results are 2·unit·w·(p − t)/S. With p and
   * t in units of 10^-s and w in units of 10^-r, the unit is 10^-(s + r).
   *
   * @throws ArithmeticException if the divisor is zero
   * @throws IllegalArgumentException if the unit or the divisor is not positive
   */
  public static Gradient dividedBy(ExactRational divisor, ExactRational unit) {
    return new Gradient(ExactRational.of(2).times(unit).divide(divisor));
  }

  /** 2·(p − t)/S, rounded once. */
  public double of(double p, double t) {
    double d = p - t;
    double rounded = Double.NaN;
    if (ErrorFree.inRange(Math.abs(d))) {
      rounded = factor.timesRounded(d);
      if (Double.isNaN(rounded)) {
        rounded = factor.times(d, ErrorFree.sumError(p, -t, d));
      }
    }
    return Double.isNaN(rounded) ? unusual(p, t, 1) : rounded;
  }

  /** 2·w·(p − t)/S, rounded once. */
  public double of(double p, double t, double w) {
    if (w == 1) {
      return of(p, t);
    }
    double d = p - t;
    double product = w * d;
    double rounded = Double.NaN;
    if (ErrorFree.inRange(Math.abs(d)) && ErrorFree.inRange(Math.abs(product))) {
      double e = ErrorFree.sumError(p, -t, d);
      double error = ErrorFree.productError(w, d, product);
      // w·(d + e) = product + error + w·e; the low part is below 2.1u and off by 2.1u² of it.
      rounded = factor.times(product, Math.fma(w, e, error));
      if (Double.isNaN(rounded)) {
        rounded = factor.timesRounded(ElementLoss.exactSum(product, error, w, e));
      }
    }
    return Double.isNaN(rounded) ? unusual(p, t, w) : rounded;
  }

  /** 2·w·(p − t)/S of numbers that no double may hold, rounded once. */
  public double of(ExactRational p, ExactRational t, ExactRational w) {
    return factor.exact().times(w).times(p.minus(t)).toDouble();
  }

  /**
   * The gradient from w·(p − t) = {@code significand · 2^twos} in units, rounded once: for callers
   * that have the integers at hand.
   */
  public double ofProduct(BigInteger significand, int twos) {
    return factor.times(significand, twos);
  }

  private double unusual(double p, double t, double w) {
    if (Double.isFinite(p) && Double.isFinite(t) && Double.isFinite(w)) {
      return p == t ? 0.0 : of(ExactRational.of(p), ExactRational.of(t), ExactRational.of(w));
    }
    return w * (p - t);
  }
}
