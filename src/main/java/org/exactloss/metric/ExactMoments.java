package org.exactloss.metric;

import org.exactloss.exact.ExactRational;
import org.exactloss.state.LossState;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;

/**
 * Means and population variances of t, p and e = p − t as exact rationals, so that the differences
 * below cancel nothing. Only for states whose values are all finite and whose weights have a
 * positive sum.
 */
final class ExactMoments {
  private final MomentState moments;
  private final ExactRational weight;
  private final ExactRational squaredError;

  ExactMoments(LossState loss, MomentState moments) {
    this.moments = moments;
    weight = loss.weight().value();
    squaredError = loss.squaredError().value();
  }

  ExactRational mean(Moment moment) {
    return moments.sum(moment).value().divide(weight);
  }

  /** Var x = Σw·x²/Σw − x̄². */
  ExactRational variance(Moment first, Moment second) {
    return mean(second).minus(square(mean(first)));
  }

  ExactRational targetVariance() {
    return variance(Moment.TARGET, Moment.TARGET_SQUARE);
  }

  ExactRational predictionVariance() {
    return variance(Moment.PREDICTION, Moment.PREDICTION_SQUARE);
  }

  /** ē = p̄ − t̄. */
  ExactRational bias() {
    return mean(Moment.PREDICTION).minus(mean(Moment.TARGET));
  }

  ExactRational meanSquaredError() {
    return squaredError.divide(weight);
  }

  ExactRational errorVariance() {
    return meanSquaredError().minus(square(bias()));
  }

  /** Var(p − t) = Var p + Var t − 2·Cov(p, t). */
  ExactRational covariance() {
    ExactRational twice = predictionVariance().plus(targetVariance()).minus(errorVariance());
    return twice.divide(ExactRational.of(2));
  }

  static ExactRational square(ExactRational value) {
    return value.times(value);
  }
}
