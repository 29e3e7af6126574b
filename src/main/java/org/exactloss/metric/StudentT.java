package org.exactloss.metric;

/**
 * Student's distribution with n degrees of freedom. Deterministic: {@link StrictMath} and IEEE
 * arithmetic only. Relative errors are below 1e-12 for probabilities of at least 1e-300, and for
 * quantiles.
 *
 * <p>P(|T| ≥ t) = I_x(n/2, 1/2) with x = n/(n + t²) is the regularized incomplete beta function, by
 * its continued fraction (DLMF 8.17.22, https://dlmf.nist.gov/8.17#v) in the form of W. J. Lentz,
 * Applied Optics 15(3), 1976, DOI 10.1364/AO.15.000668. Γ(a + 1/2)/Γ(a) is its asymptotic series
 * for large a (DLMF 5.11.13), carried down by Γ(a + 1) = a·Γ(a).
 */
final class StudentT {
  private static final double TINY = 1e-300;
  private static final double CONVERGED = 0x1p-53;
  private static final int MAX_STEPS = 100;

  /** From here on the series for the ratio of gamma functions has an error below 1e-17. */
  private static final double SERIES_FROM = 40;

  /** The coefficients of (8a)^-k. */
  private static final double[] GAMMA_RATIO = {
    1, -1, 1.0 / 2, 5.0 / 2, -21.0 / 8, -399.0 / 8, 869.0 / 16, 39325.0 / 16, -334477.0 / 128
  };

  private StudentT() {}

  /**
   * P(|T| ≥ t).
   *
   * @param t not negative, perhaps infinite
   * @param degrees at least 1
   */
  static double twoSided(double t, double degrees) {
    if (t == 0) {
      return 1;
    }
    double a = degrees / 2;
    double ratio = t / StrictMath.sqrt(degrees);
    double x = 1 / (1 + ratio * ratio);
    double y = 1 / (1 + 1 / (ratio * ratio));
    double common = power(a, ratio) * gammaRatio(a) * StrictMath.sqrt(y / Math.PI);
    if (x < (a + 1) / (a + 2.5)) {
      return common / a * fraction(a, 0.5, x);
    }
    return 1 - 2 * common * fraction(0.5, a, y);
  }

  /**
   * The t with P(|T| ≥ t) = probability.
   *
   * @param probability above 0 and below 1
   * @param degrees at least 1
   */
  static double twoSidedQuantile(double probability, double degrees) {
    if (degrees == 1) {
      return 1 / StrictMath.tan(probability * Math.PI / 2);
    }
    if (degrees == 2) {
      return Math.sqrt(2) * (1 - probability) / StrictMath.sqrt(probability * (2 - probability));
    }
    double logarithm = StrictMath.log(probability);
    double t = firstGuess(NormalQuantile.upper(probability / 2), degrees);
    for (int step = 0; step < MAX_STEPS; step++) {
      // Newton's step for log P as a function of log t, which is concave: it converges from anywhere.
      double value = twoSided(t, degrees);
      double slope = 2 * t * density(t, degrees) / value;
      double change = (StrictMath.log(value) - logarithm) / slope;
      t *= StrictMath.exp(change);
      if (Math.abs(change) < 1e-14) {
        return t;
      }
    }
    throw new ArithmeticException(
        "Cannot find the quantile of " + probability + " with " + degrees + " degrees of freedom");
  }

  /** The expansion in 1/n of M. Abramowitz, I. A. Stegun, "Handbook", 26.7.5. */
  private static double firstGuess(double z, double n) {
    double square = z * z;
    double first = (square + 1) * z / 4;
    double second = ((5 * square + 16) * square + 3) * z / 96;
    double third = (((3 * square + 19) * square + 17) * square - 15) * z / 384;
    return z + (first + (second + third / n) / n) / n;
  }

  private static double density(double t, double degrees) {
    double a = degrees / 2;
    double ratio = t / StrictMath.sqrt(degrees);
    double scale = gammaRatio(a) / StrictMath.sqrt(degrees * Math.PI);
    return scale * power(a + 0.5, ratio);
  }

  /** (1 + ratio²)^−a. */
  private static double power(double a, double ratio) {
    double square = ratio * ratio;
    double logarithm =
        Double.isInfinite(square) ? 2 * StrictMath.log(ratio) : StrictMath.log1p(square);
    return StrictMath.exp(-a * logarithm);
  }

  /** Γ(a + 1/2)/Γ(a). */
  private static double gammaRatio(double a) {
    double factor = 1;
    double large = a;
    while (large < SERIES_FROM) {
      factor *= large / (large + 0.5);
      large++;
    }
    double sum = 0;
    for (int k = GAMMA_RATIO.length - 1; k >= 0; k--) {
      sum = sum / (8 * large) + GAMMA_RATIO[k];
    }
    return factor * sum * StrictMath.sqrt(large);
  }

  /** The continued fraction of I_x(a, b) beyond x^a·(1 − x)^b / (a·B(a, b)). */
  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double value = d;
    int most = 1000 + (int) Math.min(1e9, 20 * Math.sqrt(Math.max(a, b)));
    for (int m = 1; m <= most; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) <= CONVERGED) {
        return value;
      }
    }
    throw new ArithmeticException("Cannot sum the fraction of I_" + x + "(" + a + ", " + b + ")");
  }

  /** Keeps a denominator from being zero. */
  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
