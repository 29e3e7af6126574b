package org.exactloss.exact;

import java.io.Serializable;

/**
 * The affine function b + Σ wᵢ·xᵢ of n features, rounded <em>once</em> to nearest (ties to even)
 * from the exact value, to a double or directly to a float. So it is the same number in whatever
 * order and on whatever machine, which a BLAS does not promise.
 *
 * <p>Finite values never give a NaN: what is too large is an infinity, and an exact zero is +0.0.
 * Where a value is NaN or infinite, IEEE rules decide, independent of order: NaN, 0·∞ and
 * infinities of both signs give NaN, everything else ±∞.
 *
 * <p>How: the compensated dot product (Dot2 of T. Ogita, S. M. Rump, S. Oishi, "Accurate sum and
 * dot product", SIAM J. Sci. Comput. 26(6), 2005, DOI 10.1137/030601818) gives two doubles and a
 * bound of their error, which nearly always show how the number rounds; otherwise an exact
 * accumulator decides.
 */
public final class ExactDot implements Serializable {
  private static final long serialVersionUID = 1;

  /** Where the proof of {@link #error} ends. */
  private static final int MAX_COMPENSATED = 1 << 24;

  private final double[] weights;
  private final double bias;

  /** Takes n weights and b; they may be any doubles. */
  public ExactDot(double[] weights, double bias) {
    this.weights = weights.clone();
    this.bias = bias;
  }

  /** The number of features, n. */
  public int width() {
    return weights.length;
  }

  /**
   * The nearest double.
   *
   * @param features n numbers
   * @throws IllegalArgumentException if there is another number of them
   */
  public double toDouble(double[] features) {
    requireWidth(features.length);
    Compensated dot = compensated(features);
    double rounded = ErrorFree.decide(dot.high, dot.low, dot.error);
    if (!Double.isNaN(rounded)) {
      return rounded;
    }
    double special = special(features, new ExactRational[0]);
    return special != 0 ? special : exact(features).toDouble();
  }

  /** The nearest float, as {@link #toDouble(double[])}. */
  public float toFloat(double[] features) {
    requireWidth(features.length);
    Compensated dot = compensated(features);
    // Bounds that hold for certain: the cast is monotonic too, so nothing is rounded twice.
    float lower = (float) Math.nextDown(dot.high + (dot.low - dot.error));
    float upper = (float) Math.nextUp(dot.high + (dot.low + dot.error));
    if (lower == upper && lower != 0) {
      return upper;
    }
    double special = special(features, new ExactRational[0]);
    return special != 0 ? (float) special : exact(features).toFloat();
  }

  /**
   * The nearest double, of features of which some are numbers that no double may hold.
   *
   * @param features n numbers; where {@code wide} has a number, that one counts
   * @param wide n numbers or nulls
   * @throws IllegalArgumentException if there is another number of them
   */
  public double toDouble(double[] features, ExactRational[] wide) {
    double special = specialOfAll(features, wide);
    return special != 0 ? special : exact(features, wide).toDouble();
  }

  /** The nearest float, as {@link #toDouble(double[], ExactRational[])}. */
  public float toFloat(double[] features, ExactRational[] wide) {
    double special = specialOfAll(features, wide);
    return special != 0 ? (float) special : exact(features, wide).toFloat();
  }

  private void requireWidth(int width) {
    if (width != weights.length) {
      throw new IllegalArgumentException(
          "Cannot multiply " + width + " features with " + weights.length + " weights");
    }
  }

  /** The number is high + low, off by no more than the error less u·(|low| + error). */
  private record Compensated(double high, double low, double error) {
    static final Compensated UNKNOWN = new Compensated(0, 0, Double.NaN);
  }

  private Compensated compensated(double[] x) {
    double sum = bias;
    double rest = 0;
    double magnitudes = Math.abs(bias);
    for (int i = 0; i < x.length; i++) {
      double product = weights[i] * x[i];
      double next = sum + product;
      rest +=
          ErrorFree.sumError(sum, product, next)
              + ErrorFree.productError(weights[i], x[i], product);
      magnitudes += Math.abs(product);
      sum = next;
    }
    if (x.length > MAX_COMPENSATED) {
      return Compensated.UNKNOWN;
    }
    double high = sum + rest;
    return new Compensated(
        high, ErrorFree.sumError(sum, rest, high), error(x.length + 1, magnitudes));
  }

  /**
   * A bound for the error of sum + rest, with m terms hᵢ (b and the rounded products).
   *
   * <p>Proof, with u = 2^-53 and γ = m·u/(1 − m·u): sum, plus all errors of sums and products, is
   * the exact number. Each partial sum is below (1 + γ)·Σ|hᵢ|, so that the errors of the m − 1 sums
   * are together below (m − 1)·u·(1 + γ)·Σ|hᵢ|, those of the products below u·Σ|hᵢ|. Adding them
   * up, two at a time and then one after the other, is off by less than γ times that: in all less
   * than m²·u²·(1 + γ)³·Σ|hᵢ|. For m ≤ 2^25 four times m²·u² of the computed Σ|hᵢ|, which is off by
   * a factor of (1 ± γ), also covers u·(|low| + error). An error of a product below the range of
   * doubles is off by less than 2^-1074 itself; m·2^-1073 covers these. Where something overflows,
   * Σ|hᵢ| and with it the bound is infinite, and where something is NaN the bound is.
   */
  private static double error(int terms, double magnitudes) {
    double m = terms;
    return 0x1p-104 * m * m * magnitudes + 2 * Double.MIN_VALUE * m;
  }

  private double specialOfAll(double[] features, ExactRational[] wide) {
    requireWidth(features.length);
    requireWidth(wide.length);
    return special(features, wide);
  }

  /** NaN or an infinity if IEEE rules give one for values that are not finite; 0 if all are. */
  private double special(double[] x, ExactRational[] wide) {
    double special = Double.isFinite(bias) ? 0 : bias;
    for (int i = 0; i < x.length; i++) {
      boolean isWide = wide.length > 0 && wide[i] != null;
      double value = isWide ? wide[i].signum() : x[i];
      if (!Double.isFinite(value) || !Double.isFinite(weights[i])) {
        special += weights[i] * value;
      }
    }
    return special;
  }

  private ExactRational exact(double[] x, ExactRational[] wide) {
    double[] narrow = x.clone();
    ExactRational rest = ExactRational.of(0);
    for (int i = 0; i < x.length; i++) {
      if (wide[i] != null) {
        narrow[i] = 0;
        rest = rest.plus(ExactRational.of(weights[i]).times(wide[i]));
      }
    }
    return exact(narrow).plus(rest);
  }

  private ExactRational exact(double[] x) {
    Superaccumulator sum = new Superaccumulator();
    sum.add(bias);
    for (int i = 0; i < x.length; i++) {
      Product.addTo(sum, weights[i], x[i]);
    }
    return ExactRational.ofScaled(sum.significand(), sum.exponent(), 0);
  }
}
