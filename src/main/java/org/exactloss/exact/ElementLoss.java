package org.exactloss.exact;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * The squared error w·(p − t)² of one element, rounded <em>once</em> to nearest (ties to even) from
 * the exact value. PyTorch's {@code w * (p - t) ** 2} rounds three times.
 *
 * <p>The weight may be any finite number. Finite values never give a NaN: a result too large for a
 * double is an infinity, and an exact zero is +0.0. Where a value is NaN or infinite, IEEE rules
 * decide: NaN, ∞ − ∞ and 0·∞ give NaN, everything else ±∞.
 *
 * <p>How: p − t = d + e exactly, so (p − t)² = d² + 2de + e² with |e| ≤ u·|d|, u = 2^-53. Where e =
 * 0 and w = 1, the product d·d is the result. Elsewhere two doubles hold the number but for some
 * u², which nearly always shows how it rounds ({@link ErrorFree#decide}); what is left, as all that
 * could underflow or overflow on the way, is computed in integers.
 */
public final class ElementLoss implements Serializable {
  /** For values as they are. */
  public static final ElementLoss PLAIN = new ElementLoss(ExactRational.of(1));

  private static final long serialVersionUID = 1;

  private final PreparedFactor factor;
  private final boolean plain;

  private ElementLoss(ExactRational factor) {
    this.factor = new PreparedFactor(factor);
    plain = this.factor.isOne();
  }

  /**
   * For values that are given in units, as decimals are: results are factor·w·(p − t)². With p and
   * t in units of 10^-s and w in units of 10^-r, the factor is 10^-(2s + r).
   *
   * @throws IllegalArgumentException if the factor is not positive
   */
  public static ElementLoss scaledBy(ExactRational factor) {
    return new ElementLoss(factor);
  }

  /** (p − t)², rounded once. */
  public double squaredError(double p, double t) {
    double d = p - t;
    double e = ErrorFree.sumError(p, -t, d);
    double square = d * d;
    if (e == 0 && plain) {
      return square;
    }
    double rounded = Double.NaN;
    if (ErrorFree.inRange(square)) {
      rounded = factor.times(square, lowPart(d, e, square));
    }
    return Double.isNaN(rounded) ? unusual(p, t, 1) : rounded;
  }

  /** w·(p − t)², rounded once. */
  public double squaredError(double p, double t, double w) {
    if (w == 1) {
      return squaredError(p, t);
    }
    double d = p - t;
    double e = ErrorFree.sumError(p, -t, d);
    double square = d * d;
    double product = w * square;
    double rounded = Double.NaN;
    if (ErrorFree.inRange(square) && ErrorFree.inRange(product)) {
      double low = lowPart(d, e, square);
      double error = ErrorFree.productError(w, square, product);
      rounded = factor.times(product, Math.fma(w, low, error));
      if (Double.isNaN(rounded) && e == 0) {
        rounded = factor.timesRounded(exactSum(product, error, w, low));
      }
    }
    return Double.isNaN(rounded) ? unusual(p, t, w) : rounded;
  }

  /** w·(p − t)² of numbers that no double may hold, rounded once. */
  public double squaredError(ExactRational p, ExactRational t, ExactRational w) {
    ExactRational d = p.minus(t);
    return factor.exact().times(w).times(d.times(d)).toDouble();
  }

  /**
   * The squared error from w·(p − t)² = {@code significand · 2^twos} in units, rounded once: for
   * callers that have the integers at hand.
   */
  public double ofProduct(BigInteger significand, int twos) {
    return factor.times(significand, twos);
  }

  /**
   * What (d + e)² has beyond the rounded d²: less than 3.1u·d², and off by no more than 4.1u²·d²:
   * 3u² by rounding, u² for e². Times w, with the error of w·d² and one more rounding, that is less
   * than 4.2u and 9u² of the product.
   */
  private static double lowPart(double d, double e, double square) {
    return Math.fma(2 * d, e, ErrorFree.productError(d, d, square));
  }

  /**
   * product + error + w·low, rounded once, if no addition but the last one rounds; NaN otherwise.
   * Ties are like this: few digits, so that nothing is lost, but one more than a double has.
   */
  static double exactSum(double product, double error, double w, double low) {
    double term = w * low;
    double rest = error + term;
    boolean exact =
        (low == 0 || ErrorFree.inRange(Math.abs(term)))
            && ErrorFree.productError(w, low, term) == 0
            && ErrorFree.sumError(error, term, rest) == 0;
    return exact ? product + rest : Double.NaN;
  }

  private double unusual(double p, double t, double w) {
    if (Double.isFinite(p) && Double.isFinite(t) && Double.isFinite(w)) {
      return p == t
          ? 0.0
          : squaredError(ExactRational.of(p), ExactRational.of(t), ExactRational.of(w));
    }
    double d = p - t;
    return w * d * d; // from the left, as d·d may underflow where w is infinite
  }
}
