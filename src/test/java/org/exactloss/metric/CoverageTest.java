package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.LossNoiseAccumulator;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.PairAccumulator;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.kernel.Weighting;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.state.MeanState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Simulations with a known truth: how often intervals hold it, and how often tests are wrong. */
@Tag("slow")
class CoverageTest {
  private static final long SEED = 20260407;
  private static final int DRAWS = 10_000;
  private static final ConfidenceLevel LEVEL = ConfidenceLevel.DEFAULT;

  /** A random error. */
  private interface Errors {
    double next(SplittableRandom random);
  }

  @Test
  void intervalsOfNormalErrorsHoldTheTruth() {
    // The mean of squares of normal errors is skewed itself, so n must not be small.
    assertCoverage("normal", 400, SplittableRandom::nextGaussian, 1, Weighting.NONE);
  }

  @Test
  void intervalsOfSkewedErrorsHoldTheTruthForLargeN() {
    // Exponential errors: E e² = 2.
    Errors exponential = random -> -Math.log(1 - random.nextDouble());
    assertCoverage("exponential", 2500, exponential, 2, Weighting.NONE);
  }

  @Test
  void weightedIntervalsHoldTheTruth() {
    assertCoverage("weighted", 500, SplittableRandom::nextGaussian, 1, Weighting.WEIGHTED);
  }

  @Test
  void falseAlarmsAreAsRareAsPromised() {
    for (Weighting weighting : Weighting.values()) {
      SplittableRandom random = new SplittableRandom(SEED);
      int n = 100;
      PairAccumulator pairs = new PairAccumulator(weighting, NumberUnits.ONE, KernelKind.PLAIN, n);
      int alarms = 0;
      for (int draw = 0; draw < DRAWS; draw++) {
        double[][] rows = new double[4][n];
        for (int i = 0; i < n; i++) {
          double shared = random.nextGaussian();
          rows[0][i] = shared + random.nextGaussian();
          rows[1][i] = shared + random.nextGaussian();
          rows[3][i] = 0.5 + random.nextDouble();
        }
        pairs.add(rows[0], rows[1], rows[2], weighting == Weighting.NONE ? null : rows[3], n);
        MeanEstimate change = MeanEstimate.of(pairs.drain(), Divisor.WEIGHTS);
        alarms += ((MetricValue.Number) change.pValue()).value() < 0.05 ? 1 : 0;
      }
      assertThat(alarms / (double) DRAWS)
          .as("false alarms, %s, seed %d", weighting, SEED)
          .isBetween(0.04, 0.06);
    }
  }

  private static void assertCoverage(
      String name, int n, Errors errors, double truth, Weighting weighting) {
    SplittableRandom random = new SplittableRandom(SEED);
    Simulation simulation = new Simulation(n, weighting);
    int means = 0;
    int roots = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      MeanEstimate estimate = simulation.draw(errors, random);
      means += holds(estimate.interval(LEVEL), truth);
      roots += holds(estimate.rmseInterval(LEVEL), Math.sqrt(truth));
    }
    assertThat(means / (double) DRAWS)
        .as("coverage of the mean, %s, n = %d, seed %d", name, n, SEED)
        .isBetween(0.94, 0.96);
    assertThat(roots / (double) DRAWS)
        .as("coverage of the rmse, %s, n = %d, seed %d", name, n, SEED)
        .isBetween(0.94, 0.96);
  }

  private static int holds(MetricValue value, double truth) {
    MetricValue.Interval interval = (MetricValue.Interval) value;
    return interval.lo() <= truth && truth <= interval.hi() ? 1 : 0;
  }

  /** Samples of n errors. */
  private static final class Simulation {
    private final double[] prediction;
    private final double[] target;
    private final double[] weight;
    private final LossNoiseAccumulator noise;
    private final SquaredErrorKernel kernel = SquaredErrorKernels.create(KernelKind.PLAIN);

    Simulation(int n, Weighting weighting) {
      prediction = new double[n];
      target = new double[n];
      weight = weighting == Weighting.NONE ? null : new double[n];
      noise = new LossNoiseAccumulator(weighting, NumberUnits.ONE, KernelKind.PLAIN, n);
    }

    MeanEstimate draw(Errors errors, SplittableRandom random) {
      int n = prediction.length;
      for (int i = 0; i < n; i++) {
        prediction[i] = errors.next(random);
        if (weight != null) {
          weight[i] = 0.1 + random.nextDouble();
        }
      }
      noise.add(prediction, target, weight, n);
      MeanState state = noise.drain(total(n));
      return MeanEstimate.of(state, Divisor.WEIGHTS);
    }

    private ExactSum total(int n) {
      int[] nonFinite = new int[n];
      if (weight == null) {
        kernel.add(prediction, target, n, nonFinite);
      } else {
        kernel.add(prediction, target, weight, n, nonFinite);
      }
      Superaccumulator total = new Superaccumulator();
      kernel.drainTo(total, new Superaccumulator());
      return ExactSum.ofUnits(total, 0);
    }
  }
}
