package org.exactloss.metric;

import org.exactloss.exact.ExactRational;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.state.MeanState;
import org.exactloss.state.MeanSums;
import org.exactloss.state.NonFinite;

/**
 * A mean and how far from the truth it may be, if the n elements are independent draws.
 *
 * <p>With weights the mean m = Σw·x/Σw is a ratio of two sums, both of them random. Its variance is
 * that of the linearized ratio, n/(n − 1) · Σ(w·x − m·w)² / (Σw)² (W. G. Cochran, "Sampling
 * Techniques", 3rd edition, 1977, section 2.11; for weighted means D. F. Gatz, L. Smith, "The
 * standard error of a weighted mean concentration I", Atmospheric Environment 29(11), 1995, DOI
 * 10.1016/1352-2310(94)00210-C). It does not change when all weights are multiplied by a number,
 * and without weights it is the usual Σ(x − m)²/(n·(n − 1)). Divided by the elements, the mean is
 * the plain one of w·x, with the variance Σ(w·x − m)²/(n·(n − 1)).
 *
 * <p>The variance is that of the terms rounded once to doubles, an exact rational; its root is
 * rounded once. Intervals are mean ± q·standard error, rounded once, where q is the quantile of
 * Student's distribution with n − 1 degrees of freedom, right to 1e-12. The p-value is that of the
 * mean being 0: of differences of losses, the test of F. X. Diebold and R. S. Mariano, "Comparing
 * predictive accuracy", Journal of Business & Economic Statistics 13(3), 1995, DOI
 * 10.1080/07350015.1995.10524599, without lags and with the small-sample form of D. Harvey, S.
 * Leybourne and P. Newbold, International Journal of Forecasting 13(2), 1997, DOI
 * 10.1016/S0169-2070(96)00719-4, which then is Student's paired test.
 */
public final class MeanEstimate {
  private static final String TOO_FEW = "fewer than two elements are used";

  private final MeanState state;
  private final MeanSums sums;
  private final Divisor divisor;

  private MeanEstimate(MeanState state, Divisor divisor) {
    this.state = state;
    this.sums = state.sums();
    this.divisor = divisor;
  }

  public static MeanEstimate of(MeanState state, Divisor divisor) {
    return new MeanEstimate(state, divisor);
  }

  /** The exact sum divided by the exact divisor, rounded once; as IEEE rules where not finite. */
  public MetricValue mean() {
    if (state.elements() == 0) {
      return MetricValue.undefined("no element is used");
    }
    double special = special();
    return special != 0 ? MetricValue.of(special) : MetricValue.of(exactMean());
  }

  /** The root of the variance of the mean. */
  public MetricValue standardError() {
    return undefined() != null ? undefined() : MetricValue.of(variance().squareRootToDouble());
  }

  /** The mean less and more q standard errors. */
  public MetricValue interval(ConfidenceLevel level) {
    if (undefined() != null) {
      return special() != 0 ? nanInterval() : undefined();
    }
    return around(exactMean(), variance().squareRootToDouble(), level);
  }

  /**
   * The root of the mean less and more q of its standard errors, which by the delta method is that
   * of the mean divided by twice the root.
   */
  public MetricValue rmseInterval(ConfidenceLevel level) {
    if (undefined() != null) {
      return special() != 0 ? nanInterval() : undefined();
    }
    ExactRational mean = exactMean();
    if (mean.signum() <= 0) {
      return MetricValue.undefined("the rmse is 0, where the delta method does not hold");
    }
    double error = variance().divide(mean).divide(ExactRational.of(4)).squareRootToDouble();
    return around(ExactRational.of(mean.squareRootToDouble()), error, level);
  }

  /** The two-sided probability of a mean at least as far from 0 if the true mean is 0. */
  public MetricValue pValue() {
    if (undefined() != null) {
      return undefined();
    }
    ExactRational mean = exactMean();
    ExactRational variance = variance();
    if (variance.signum() == 0) {
      return mean.signum() == 0
          ? MetricValue.undefined("the losses are equal on every element")
          : MetricValue.of(0.0);
    }
    double statistic = ExactMoments.square(mean).divide(variance).squareRootToDouble();
    return MetricValue.of(StudentT.twoSided(statistic, degrees()));
  }

  private double degrees() {
    return state.elements() - 1;
  }

  /** Why there is no variance, or its value where IEEE rules give one; null if there is one. */
  private MetricValue undefined() {
    if (state.elements() < 2) {
      return MetricValue.undefined(TOO_FEW);
    }
    if (special() != 0) {
      return MetricValue.of(Double.NaN);
    }
    if (state.overflows() > 0) {
      return MetricValue.undefined(
          state.overflows() + " elements have losses too large for a double");
    }
    return null;
  }

  private static MetricValue nanInterval() {
    return new MetricValue.Interval(Double.NaN, Double.NaN);
  }

  /** NaN or an infinity if some term is; 0 if all are finite. */
  private double special() {
    boolean positive = state.count(NonFinite.POSITIVE_INFINITY) > 0;
    boolean negative = state.count(NonFinite.NEGATIVE_INFINITY) > 0;
    if (state.count(NonFinite.NAN) > 0 || (positive && negative)) {
      return Double.NaN;
    }
    if (positive) {
      return Double.POSITIVE_INFINITY;
    }
    return negative ? Double.NEGATIVE_INFINITY : 0;
  }

  private ExactRational exactMean() {
    ExactRational divided =
        divisor == Divisor.WEIGHTS ? sums.weight().value() : ExactRational.of(state.elements());
    return sums.total().value().divide(divided);
  }

  private ExactRational variance() {
    ExactRational n = ExactRational.of(state.elements());
    ExactRational others = ExactRational.of(state.elements() - 1);
    ExactRational terms = sums.term().value();
    ExactRational squares = sums.termSquare().value();
    if (divisor == Divisor.ELEMENTS) {
      ExactRational spread = squares.minus(terms.times(terms).divide(n));
      return spread.divide(n.times(others));
    }
    ExactRational weights = sums.weight().value();
    ExactRational mean = terms.divide(weights);
    ExactRational twice = ExactRational.of(2).times(mean).times(sums.weightedTerm().value());
    ExactRational spread =
        squares.minus(twice).plus(mean.times(mean).times(sums.weightSquare().value()));
    return spread.times(n).divide(others.times(weights.times(weights)));
  }

  private MetricValue around(ExactRational centre, double error, ConfidenceLevel level) {
    double quantile = StudentT.twoSidedQuantile(level.rest(), degrees());
    if (Double.isInfinite(error)) {
      return new MetricValue.Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    ExactRational half = ExactRational.of(quantile).times(ExactRational.of(error));
    return new MetricValue.Interval(centre.minus(half).toDouble(), centre.plus(half).toDouble());
  }
}
