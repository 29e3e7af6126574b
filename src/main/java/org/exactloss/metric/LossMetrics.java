package org.exactloss.metric;

import java.util.OptionalDouble;
import org.exactloss.exact.ExactRational;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;

/**
 * The numbers of one state, each rounded once from the exact value, to nearest with ties to even.
 *
 * <p>Where terms are NaN or infinite, IEEE rules decide: a NaN term, or infinite terms of both
 * signs, give NaN, else the infinity. The mean can be finite where the sum rounds to Infinity. With
 * no used element every number is empty.
 *
 * @param weightSum Σ w
 * @param sum Σ w·(p − t)²
 * @param mean the exact sum divided by the exact Σ w, or by the number of used elements; NaN where
 *     the divisor is zero
 * @param rmse the root of the exact mean; NaN where that is negative
 * @param digest see {@link LossDigest}
 */
public record LossMetrics(
    OptionalDouble weightSum,
    OptionalDouble sum,
    OptionalDouble mean,
    OptionalDouble rmse,
    String digest) {

  public static LossMetrics of(LossState state, Divisor divisor) {
    String digest = LossDigest.of(state);
    if (state.used() == 0) {
      OptionalDouble none = OptionalDouble.empty();
      return new LossMetrics(none, none, none, none, digest);
    }
    ExactRational weights = state.weight().value();
    ExactRational divided = divisor == Divisor.WEIGHTS ? weights : ExactRational.of(state.used());
    if (state.nan() + state.positiveInfinity() + state.negativeInfinity() > 0) {
      return nonFinite(weights.toDouble(), nonFiniteSum(state), divided, digest);
    }
    return finite(weights.toDouble(), state.squaredError().value(), divided, digest);
  }

  private static LossMetrics finite(
      double weightSum, ExactRational sum, ExactRational divisor, String digest) {
    if (divisor.signum() == 0) {
      return of(weightSum, sum.toDouble(), Double.NaN, Double.NaN, digest);
    }
    ExactRational mean = sum.divide(divisor);
    double rmse = mean.signum() < 0 ? Double.NaN : mean.squareRootToDouble();
    return of(weightSum, sum.toDouble(), mean.toDouble(), rmse, digest);
  }

  private static LossMetrics nonFinite(
      double weightSum, double sum, ExactRational divisor, String digest) {
    double mean = divisor.signum() == 0 ? Double.NaN : sum * divisor.signum();
    return of(weightSum, sum, mean, Math.sqrt(mean), digest);
  }

  private static double nonFiniteSum(LossState state) {
    boolean positive = state.positiveInfinity() > 0;
    boolean negative = state.negativeInfinity() > 0;
    if (state.nan() > 0 || (positive && negative)) {
      return Double.NaN;
    }
    return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  private static LossMetrics of(
      double weightSum, double sum, double mean, double rmse, String digest) {
    return new LossMetrics(
        OptionalDouble.of(weightSum),
        OptionalDouble.of(sum),
        OptionalDouble.of(mean),
        OptionalDouble.of(rmse),
        digest);
  }
}
