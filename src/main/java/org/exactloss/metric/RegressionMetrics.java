package org.exactloss.metric;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import org.exactloss.exact.ExactRational;
import org.exactloss.spec.Metric;
import org.exactloss.state.LossState;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;
import org.exactloss.state.MomentState.Variable;

/**
 * The metrics of {@link Metric.Source#REGRESSION}, each rounded once from exact sums, to nearest
 * with ties to even. Weighted by the definitions of scikit-learn: every mean divides by Σ w,
 * whatever the divisor of the loss; {@code maxError} has no weights; variances are those of the
 * population.
 *
 * <p>What the data do not define has no value, where scikit-learn has 0 or 1: r2 and
 * explainedVariance of a constant target, the correlation with a constant.
 *
 * <p>NaN and infinite values of used elements follow IEEE rules: sums, and so means, become NaN or
 * infinite; variances, being ∞ − ∞, become NaN, and what divides by them too. Where the target is
 * finite, an infinite error makes r2 −∞.
 */
public final class RegressionMetrics {
  private static final String NOTHING_USED = "no element is used";
  private static final String NO_WEIGHT = "the sum of the weights is not positive";
  private static final String CONSTANT_TARGET = "the target is constant";
  private static final String CONSTANT_PREDICTION = "the prediction is constant";
  private static final String SUBTRACTED =
      "a part of the data, which may have held it, was subtracted";

  private final MomentState moments;
  private final ExactMoments exact;

  private RegressionMetrics(LossState loss, MomentState moments) {
    this.moments = moments;
    exact = new ExactMoments(loss, moments);
  }

  /** What a state must hold for these metrics; empty where the loss's state is enough. */
  public static Set<Moment> moments(Set<Metric> metrics) {
    Set<Moment> moments = EnumSet.noneOf(Moment.class);
    metrics.forEach(metric -> moments.addAll(moments(metric)));
    return Collections.unmodifiableSet(moments);
  }

  private static Set<Moment> moments(Metric metric) {
    return switch (metric) {
      case MAE -> EnumSet.of(Moment.ABSOLUTE_ERROR);
      case BIAS, ERROR_VARIANCE -> EnumSet.of(Moment.TARGET, Moment.PREDICTION);
      case R2, TARGET_VARIANCE -> EnumSet.of(Moment.TARGET, Moment.TARGET_SQUARE);
      case EXPLAINED_VARIANCE -> EnumSet.of(Moment.TARGET, Moment.TARGET_SQUARE, Moment.PREDICTION);
      case MAX_ERROR -> EnumSet.of(Moment.MAXIMUM_ERROR);
      case TARGET_MEAN -> EnumSet.of(Moment.TARGET);
      case PREDICTION_MEAN -> EnumSet.of(Moment.PREDICTION);
      case PREDICTION_VARIANCE -> EnumSet.of(Moment.PREDICTION, Moment.PREDICTION_SQUARE);
      case CORRELATION ->
          EnumSet.of(
              Moment.TARGET, Moment.TARGET_SQUARE, Moment.PREDICTION, Moment.PREDICTION_SQUARE);
      default -> EnumSet.noneOf(Moment.class);
    };
  }

  /**
   * Those of the given metrics that are metrics of regression, in their order.
   *
   * @param moments of the same elements as the loss; it holds at least what the metrics need
   */
  public static Map<Metric, MetricValue> of(
      LossState loss, MomentState moments, Set<Metric> metrics) {
    RegressionMetrics values = new RegressionMetrics(loss, moments);
    Map<Metric, MetricValue> result = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      if (metric.source() != Metric.Source.REGRESSION) {
        continue;
      }
      if (loss.used() == 0) {
        result.put(metric, MetricValue.undefined(NOTHING_USED));
      } else if (loss.weight().signum() <= 0) {
        result.put(metric, MetricValue.undefined(NO_WEIGHT));
      } else {
        result.put(metric, values.value(metric));
      }
    }
    return result;
  }

  private MetricValue value(Metric metric) {
    return switch (metric) {
      case MAE -> mean(Math.abs(special(Variable.ERROR)), () -> exact.mean(Moment.ABSOLUTE_ERROR));
      case BIAS -> mean(special(Variable.ERROR), exact::bias);
      case ERROR_VARIANCE -> variance(exact::errorVariance, Variable.ERROR);
      case R2 -> r2();
      case EXPLAINED_VARIANCE -> explainedVariance();
      case MAX_ERROR -> maxError();
      case TARGET_MEAN -> mean(special(Variable.TARGET), () -> exact.mean(Moment.TARGET));
      case TARGET_VARIANCE -> variance(exact::targetVariance, Variable.TARGET);
      case PREDICTION_MEAN ->
          mean(special(Variable.PREDICTION), () -> exact.mean(Moment.PREDICTION));
      case PREDICTION_VARIANCE -> variance(exact::predictionVariance, Variable.PREDICTION);
      case CORRELATION -> correlation();
      default -> throw new IllegalArgumentException(metric + " is no metric of regression");
    };
  }

  private MetricValue r2() {
    if (isNonFinite(Variable.TARGET)) {
      return MetricValue.of(Double.NaN);
    }
    ExactRational variance = exact.targetVariance();
    if (variance.signum() == 0) {
      return MetricValue.undefined(CONSTANT_TARGET);
    }
    double error = special(Variable.ERROR);
    if (error != 0) {
      return MetricValue.of(-Math.abs(error));
    }
    return oneMinus(exact.meanSquaredError().divide(variance));
  }

  private MetricValue explainedVariance() {
    if (isNonFinite(Variable.TARGET)) {
      return MetricValue.of(Double.NaN);
    }
    ExactRational variance = exact.targetVariance();
    if (variance.signum() == 0) {
      return MetricValue.undefined(CONSTANT_TARGET);
    }
    return isNonFinite(Variable.ERROR)
        ? MetricValue.of(Double.NaN)
        : oneMinus(exact.errorVariance().divide(variance));
  }

  private MetricValue correlation() {
    if (isNonFinite(Variable.TARGET) || isNonFinite(Variable.PREDICTION)) {
      return MetricValue.of(Double.NaN);
    }
    ExactRational target = exact.targetVariance();
    ExactRational prediction = exact.predictionVariance();
    if (target.signum() == 0 || prediction.signum() == 0) {
      return MetricValue.undefined(target.signum() == 0 ? CONSTANT_TARGET : CONSTANT_PREDICTION);
    }
    ExactRational covariance = exact.covariance();
    double root =
        ExactMoments.square(covariance).divide(target.times(prediction)).squareRootToDouble();
    return MetricValue.of(covariance.signum() < 0 ? -root : root);
  }

  private MetricValue maxError() {
    double special = Math.abs(special(Variable.ERROR));
    if (special != 0) {
      return MetricValue.of(special);
    }
    OptionalDouble maximum = moments.maximumError();
    return maximum.isPresent()
        ? MetricValue.of(maximum.getAsDouble())
        : MetricValue.undefined(SUBTRACTED);
  }

  private static MetricValue mean(double special, Supplier<ExactRational> exact) {
    return special != 0 ? MetricValue.of(special) : MetricValue.of(exact.get());
  }

  private MetricValue variance(Supplier<ExactRational> exact, Variable variable) {
    return isNonFinite(variable) ? MetricValue.of(Double.NaN) : MetricValue.of(exact.get());
  }

  private static MetricValue oneMinus(ExactRational ratio) {
    return MetricValue.of(ExactRational.of(1).minus(ratio));
  }

  private double special(Variable variable) {
    return moments.special(variable);
  }

  private boolean isNonFinite(Variable variable) {
    return moments.count(variable) > 0;
  }
}
