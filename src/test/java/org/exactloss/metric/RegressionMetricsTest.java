package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.Accumulators;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.MomentAccumulator;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.oracle.MetricOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.spec.Metric;
import org.exactloss.state.LossState;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;
import org.exactloss.state.States;
import org.junit.jupiter.api.Test;

class RegressionMetricsTest {
  private static final long SEED = 20260404;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Set<Metric> ALL = Metric.of(Metric.Source.REGRESSION);

  @Test
  void everyMetricOfEveryFamilyIsTheExactOneRoundedOnce() {
    for (ValueFamily values : ValueFamily.finite()) {
      for (WeightFamily weights : WeightFamily.values()) {
        if (weights.positive()) {
          assertExact(RowSets.of(values, weights, SEED, 8));
        }
      }
    }
  }

  @Test
  void moreOrdinaryRowsAreExactToo() {
    assertExact(RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.ONES, SEED, 300));
    assertExact(RowSets.of(ValueFamily.CORRELATED, WeightFamily.FRACTIONS, SEED, 300));
    assertExact(RowSets.of(ValueFamily.OFFSET, WeightFamily.COUNTS, SEED, 300));
  }

  @Property(tries = 100)
  void addingAnOffsetChangesNoVariance(
      @ForAll @IntRange(min = 0, max = 30) int exponent, @ForAll long seed) {
    double offset = Math.scalb(1.0, exponent);
    RowSet rows = RowSets.of(ValueFamily.INTEGERS, WeightFamily.FRACTIONS, seed, 20);
    RowSet moved = map(rows, offset, 1, 1);
    Map<Metric, MetricValue> expected = metrics(rows);
    Map<Metric, MetricValue> actual = metrics(moved);
    for (Metric metric :
        EnumSet.complementOf(EnumSet.of(Metric.TARGET_MEAN, Metric.PREDICTION_MEAN))) {
      assertThat(actual.get(metric))
          .as("%s, seed %d", metric, seed)
          .isEqualTo(expected.get(metric));
    }
  }

  @Property(tries = 100)
  void multiplyingAllWeightsChangesNothing(
      @ForAll @IntRange(min = -900, max = 900) int exponent, @ForAll long seed) {
    RowSet rows = RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.FRACTIONS, seed, 20);
    RowSet scaled = map(rows, 0, 1, Math.scalb(1.0, exponent));
    assertThat(metrics(scaled)).as("seed %d", seed).isEqualTo(metrics(rows));
  }

  @Test
  void theEightRowsThatOthersGetWrong() {
    double[] target = {1, 2, 3, 4, 5, 6, 7, 8};
    for (double offset : new double[] {0, 1e8, 1e10, 1e15}) {
      RowSet rows = rows(shifted(target, offset + 1), shifted(target, offset));
      Map<Metric, MetricValue> metrics = metrics(rows);
      assertThat(metrics.get(Metric.TARGET_VARIANCE)).isEqualTo(MetricValue.of(5.25));
      assertThat(metrics.get(Metric.ERROR_VARIANCE)).isEqualTo(MetricValue.of(0.0));
      assertThat(metrics.get(Metric.CORRELATION)).isEqualTo(MetricValue.of(1.0));
      assertThat(metrics.get(Metric.EXPLAINED_VARIANCE)).isEqualTo(MetricValue.of(1.0));
    }
  }

  @Test
  void whatAConstantLeavesUndefinedHasItsReason() {
    Map<Metric, MetricValue> constantTarget =
        metrics(rows(new double[] {1, 2}, new double[] {3, 3}));
    MetricValue reason = MetricValue.undefined("the target is constant");
    assertThat(constantTarget.get(Metric.R2)).isEqualTo(reason);
    assertThat(constantTarget.get(Metric.EXPLAINED_VARIANCE)).isEqualTo(reason);
    assertThat(constantTarget.get(Metric.CORRELATION)).isEqualTo(reason);
    assertThat(constantTarget.get(Metric.TARGET_VARIANCE)).isEqualTo(MetricValue.of(0.0));
    assertThat(metrics(rows(new double[] {3, 3}, new double[] {3, 3})).get(Metric.R2))
        .as("a perfect prediction of a constant")
        .isEqualTo(reason);
    Map<Metric, MetricValue> constant = metrics(rows(new double[] {3, 3}, new double[] {1, 2}));
    assertThat(constant.get(Metric.CORRELATION))
        .isEqualTo(MetricValue.undefined("the prediction is constant"));
    assertThat(constant.get(Metric.R2)).isEqualTo(MetricValue.of(-9.0));
  }

  @Test
  void withNothingUsedNothingIsDefined() {
    Map<Metric, MetricValue> metrics =
        RegressionMetrics.of(new LossState(), new MomentState(Accumulators.ALL), ALL);
    assertThat(metrics.keySet()).isEqualTo(ALL);
    assertThat(metrics.values()).containsOnly(MetricValue.undefined("no element is used"));
  }

  @Test
  void withWeightsThatCancelNothingIsDefined() {
    for (double last : new double[] {-3, -4}) {
      RowSet rows =
          new RowSet(
              "cancelling", new double[] {1, 2}, new double[] {3, 5}, new double[] {3, last});
      assertThat(metrics(rows).values())
          .as("the weights 3 and %s", last)
          .containsOnly(MetricValue.undefined("the sum of the weights is not positive"));
    }
  }

  @Test
  void withoutAnyConnectionTheCorrelationIsPositiveZero() {
    RowSet rows = rows(new double[] {1, -1, 1, -1}, new double[] {1, 1, -1, -1});
    assertThat(metrics(rows).get(Metric.CORRELATION)).isEqualTo(MetricValue.of(0.0));
  }

  @Test
  void theMaximumIsUnknownAfterASubtraction() {
    RowSet rows = RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.ONES, SEED, 10);
    LossState loss = States.of(rows);
    MomentState moments = Accumulators.moments(rows);
    loss.subtract(States.of(rows.part(0, 4)));
    moments.subtract(Accumulators.moments(rows.part(0, 4)));
    Map<Metric, MetricValue> metrics = RegressionMetrics.of(loss, moments, ALL);
    assertThat(metrics.get(Metric.MAX_ERROR))
        .isEqualTo(
            MetricValue.undefined("a part of the data, which may have held it, was subtracted"));
    Map<Metric, MetricValue> rest = metrics(rows.part(4, 10));
    rest.put(Metric.MAX_ERROR, metrics.get(Metric.MAX_ERROR));
    assertThat(metrics).isEqualTo(rest);
  }

  @Test
  void infinitePredictionsFollowIeeeRules() {
    Map<Metric, MetricValue> metrics = withNonFinite(-INFINITY, 1);
    assertThat(metrics.get(Metric.MAE)).isEqualTo(MetricValue.of(INFINITY));
    assertThat(metrics.get(Metric.BIAS)).isEqualTo(MetricValue.of(-INFINITY));
    assertThat(metrics.get(Metric.ERROR_VARIANCE)).isEqualTo(MetricValue.of(Double.NaN));
    assertThat(metrics.get(Metric.R2)).isEqualTo(MetricValue.of(-INFINITY));
    assertThat(metrics.get(Metric.EXPLAINED_VARIANCE)).isEqualTo(MetricValue.of(Double.NaN));
    assertThat(metrics.get(Metric.MAX_ERROR)).isEqualTo(MetricValue.of(INFINITY));
    assertThat(metrics.get(Metric.TARGET_MEAN)).isEqualTo(MetricValue.of(2.0));
    assertThat(metrics.get(Metric.TARGET_VARIANCE)).isEqualTo(MetricValue.of(2.0 / 3));
    assertThat(metrics.get(Metric.PREDICTION_MEAN)).isEqualTo(MetricValue.of(-INFINITY));
    assertThat(metrics.get(Metric.PREDICTION_VARIANCE)).isEqualTo(MetricValue.of(Double.NaN));
    assertThat(metrics.get(Metric.CORRELATION)).isEqualTo(MetricValue.of(Double.NaN));
  }

  @Test
  void infiniteTargetsAndNanFollowIeeeRules() {
    Map<Metric, MetricValue> infinite = withNonFinite(1, INFINITY);
    assertThat(infinite.get(Metric.BIAS)).isEqualTo(MetricValue.of(-INFINITY));
    assertThat(infinite.get(Metric.R2)).isEqualTo(MetricValue.of(Double.NaN));
    assertThat(infinite.get(Metric.TARGET_MEAN)).isEqualTo(MetricValue.of(INFINITY));
    assertThat(infinite.get(Metric.PREDICTION_MEAN)).isEqualTo(MetricValue.of(7.0 / 3));
    Map<Metric, MetricValue> nan = withNonFinite(Double.NaN, Double.NaN);
    assertThat(nan.values()).containsOnly(MetricValue.of(Double.NaN));
  }

  @Test
  void onlyWhatAMetricNeedsIsHeld() {
    for (Metric metric : ALL) {
      RowSet rows = RowSets.of(ValueFamily.CORRELATED, WeightFamily.FRACTIONS, SEED, 30);
      Set<Moment> needed = RegressionMetrics.moments(EnumSet.of(metric));
      MomentAccumulator accumulator =
          new MomentAccumulator(needed, NumberUnits.ONE, KernelKind.SCALAR, 30);
      accumulator.add(rows.prediction(), rows.target(), rows.weight(), 30);
      assertThat(RegressionMetrics.of(States.of(rows), accumulator.drain(), EnumSet.of(metric)))
          .isEqualTo(Map.of(metric, metrics(rows).get(metric)));
    }
    assertThat(RegressionMetrics.moments(Metric.of(Metric.Source.LOSS))).isEmpty();
  }

  private static Map<Metric, MetricValue> withNonFinite(double prediction, double target) {
    RowSet rows = rows(new double[] {2, 4}, new double[] {2, 3});
    LossState loss = States.of(rows);
    double error = prediction - target;
    loss.addNonFinite(error * error, ExactSum.of(1));
    MomentAccumulator accumulator =
        new MomentAccumulator(Accumulators.ALL, NumberUnits.ONE, KernelKind.SCALAR, 2);
    accumulator.add(rows.prediction(), rows.target(), null, 2);
    if (Double.isFinite(target)) {
      accumulator.addNonFinitePrediction(prediction, Dyadic.of(target), Dyadic.ONE);
    } else if (Double.isFinite(prediction)) {
      accumulator.addNonFiniteTarget(Dyadic.of(prediction), target, Dyadic.ONE);
    } else {
      accumulator.addNonFinite(prediction, target);
    }
    return RegressionMetrics.of(loss, accumulator.drain(), ALL);
  }

  private static void assertExact(RowSet rows) {
    Map<Metric, MetricValue> metrics = metrics(rows);
    MetricOracle oracle = new MetricOracle().add(rows);
    assertBits(metrics, Metric.MAE, oracle.mae().nearest(), rows);
    assertBits(metrics, Metric.BIAS, oracle.bias().nearest(), rows);
    assertBits(metrics, Metric.ERROR_VARIANCE, oracle.errorVariance().nearest(), rows);
    assertBits(metrics, Metric.MAX_ERROR, oracle.maxError().nearest(), rows);
    assertBits(metrics, Metric.TARGET_MEAN, oracle.targetMean().nearest(), rows);
    assertBits(metrics, Metric.TARGET_VARIANCE, oracle.targetVariance().nearest(), rows);
    assertBits(metrics, Metric.PREDICTION_MEAN, oracle.predictionMean().nearest(), rows);
    assertBits(metrics, Metric.PREDICTION_VARIANCE, oracle.predictionVariance().nearest(), rows);
    assertBits(metrics, Metric.R2, oracle.r2().nearest(), rows);
    assertBits(metrics, Metric.EXPLAINED_VARIANCE, oracle.explainedVariance().nearest(), rows);
    assertBits(metrics, Metric.CORRELATION, oracle.correlation(), rows);
  }

  private static void assertBits(
      Map<Metric, MetricValue> metrics, Metric metric, double expected, RowSet rows) {
    assertThat(metrics.get(metric))
        .as("%s of %s", metric, rows)
        .isEqualTo(MetricValue.of(expected));
  }

  private static Map<Metric, MetricValue> metrics(RowSet rows) {
    return RegressionMetrics.of(States.of(rows), Accumulators.moments(rows), ALL);
  }

  private static RowSet rows(double[] prediction, double[] target) {
    double[] ones = new double[target.length];
    java.util.Arrays.fill(ones, 1);
    return new RowSet("rows", prediction, target, ones);
  }

  private static double[] shifted(double[] values, double offset) {
    return java.util.Arrays.stream(values).map(value -> value + offset).toArray();
  }

  private static RowSet map(RowSet rows, double offset, double factor, double weights) {
    double[] prediction = new double[rows.size()];
    double[] target = new double[rows.size()];
    double[] weight = new double[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      prediction[i] = rows.prediction()[i] * factor + offset;
      target[i] = rows.target()[i] * factor + offset;
      weight[i] = rows.weight()[i] * weights;
    }
    return new RowSet(rows.name(), prediction, target, weight);
  }
}
