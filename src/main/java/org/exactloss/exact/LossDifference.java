package org.exactloss.exact;

/**
 * How much larger the squared error of one prediction is than that of another one of the same
 * target: w·(a − t)² − w·(b − t)², rounded <em>once</em> to nearest (ties to even) from the exact
 * value. So it keeps its digits where the two losses are nearly the same.
 *
 * <p>The weight may be any finite number. Finite values never give a NaN: a result too large for a
 * double is an infinity, and an exact zero is +0.0. Where a value is NaN or infinite, the
 * difference of the two losses by IEEE rules counts.
 *
 * <p>How: the number is w·(a − b)·((a − t) + (b − t)). With u = 2^-53, each difference is d + r
 * exactly with |r| ≤ u·|d|. Let x + y = a − b, and D = |d₁| + |d₂| of the two errors. Their sum is
 * s + z, |z| ≤ u·|s|, but for 3.2u²·D: r₁ + r₂ takes u²·D, adding the error of d₁ + d₂ takes
 * 2.1u²·D. Of the product x·s + (x·z + y·s + error of x·s) the roundings take 5.2u², what is left
 * out 1.1u² of |x·s| ≤ |x|·D·(1 + 2u); times w, 4.2u² more. In all the number is known but for
 * 14u²·w·|x|·D, of which the half of the bound below, 32u², is more, and its low part is below 4.3u
 * of the high one. What that leaves undecided is computed in integers.
 */
public final class LossDifference {
  /** For values as they are. */
  public static final LossDifference PLAIN = new LossDifference(ExactRational.of(1));

  /** 32u². */
  private static final double ERROR = 0x1p-101;

  private final PreparedFactor factor;

  private LossDifference(ExactRational factor) {
    this.factor = new PreparedFactor(factor);
  }

  /**
   * For values that are given in units, as decimals are: results are factor·w·((a − t)² − (b −
   * t)²).
   *
   * @throws IllegalArgumentException if the factor is not positive
   */
  public static LossDifference scaledBy(ExactRational factor) {
    return new LossDifference(factor);
  }

  /** w·(a − t)² − w·(b − t)², rounded once. */
  public double of(double a, double b, double t, double w) {
    double x = a - b;
    double d1 = a - t;
    double d2 = b - t;
    double r1 = ErrorFree.sumError(a, -t, d1);
    double r2 = ErrorFree.sumError(b, -t, d2);
    double sum = d1 + d2;
    double rest = ErrorFree.sumError(d1, d2, sum) + (r1 + r2);
    if (sum == 0 && rest == 0 && Double.isFinite(w)) {
      return 0.0; // d₁ = −d₂ and r₁ = −r₂, or the sum would show a difference
    }
    double s = sum + rest;
    double high = x * s;
    double product = w * high;
    double bound = Math.abs(w) * (Math.abs(x) * (Math.abs(d1) + Math.abs(d2)));
    if (!inRange(high, product, bound)) {
      return unusual(a, b, t, w);
    }
    double y = ErrorFree.sumError(a, -b, x);
    double z = ErrorFree.sumError(sum, rest, s);
    double low = Math.fma(x, z, Math.fma(y, s, ErrorFree.productError(x, s, high)));
    double productLow = Math.fma(w, low, ErrorFree.productError(w, high, product));
    double rounded = factor.times(product, productLow, bound * ERROR);
    return Double.isNaN(rounded) ? unusual(a, b, t, w) : rounded;
  }

  /** The difference for numbers that no double may hold, rounded once. */
  public double of(Dyadic a, Dyadic b, Dyadic t, Dyadic w) {
    Dyadic product = exactly(a, b, t, w);
    return factor.times(product.significand(), product.exponent());
  }

  /** w·(a − t)² − w·(b − t)² in units, of which nothing is rounded. */
  public static Dyadic exactly(Dyadic a, Dyadic b, Dyadic t, Dyadic w) {
    return a.minus(b).times(a.minus(t).plus(b.minus(t))).times(w);
  }

  private static boolean inRange(double high, double product, double bound) {
    return ErrorFree.inRange(Math.abs(high))
        && ErrorFree.inRange(Math.abs(product))
        && ErrorFree.inRange(bound);
  }

  private double unusual(double a, double b, double t, double w) {
    if (Double.isFinite(a) && Double.isFinite(b) && Double.isFinite(t) && Double.isFinite(w)) {
      return a == b ? 0.0 : of(Dyadic.of(a), Dyadic.of(b), Dyadic.of(t), Dyadic.of(w));
    }
    double d1 = a - t;
    double d2 = b - t;
    return w * d1 * d1 - w * d2 * d2;
  }
}
