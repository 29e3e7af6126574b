package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.exactloss.exact.ExactSum;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;
import org.exactloss.state.States;
import org.junit.jupiter.api.Test;

/** Averages over outputs, against fractions of the rows. */
class OutputAverageTest {
  private static final long SEED = 20260412;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** From one output, which is its own average, to more than two levels of pairs. */
  @Test
  void anAverageIsExactUntilItIsRounded() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int outputs = 1; outputs <= 7; outputs++) {
      List<Double> weights = new ArrayList<>();
      List<LossState> states = new ArrayList<>();
      Rational sum = Rational.ZERO;
      Rational mean = Rational.ZERO;
      Rational overElements = Rational.ZERO;
      Rational root = Rational.ZERO;
      Rational total = Rational.ZERO;
      for (int output = 0; output < outputs; output++) {
        // Every other output has weights of one, so that some denominators are equal.
        WeightFamily family = output % 2 == 0 ? WeightFamily.FRACTIONS : WeightFamily.ONES;
        RowSet rows = RowSets.of(ValueFamily.CORRELATED, family, SEED + output, 3 + output);
        RationalOracle oracle = new RationalOracle().add(rows);
        double weight = output == 1 ? 0 : random.nextDouble();
        Rational share = Rational.of(weight);
        states.add(States.of(rows));
        weights.add(weight);
        total = total.add(share);
        sum = sum.add(share.multiply(oracle.squaredError()));
        mean = mean.add(share.multiply(oracle.mean()));
        Rational ofElements = oracle.squaredError().divide(Rational.of(rows.size()));
        overElements = overElements.add(share.multiply(ofElements));
        root = root.add(share.multiply(Rational.of(oracle.mean().nearestRoot())));
      }
      OutputAverage average = new OutputAverage(states, weights, Divisor.WEIGHTS);
      assertBits(average.sum(), sum.divide(total).nearest());
      assertBits(average.mean(), mean.divide(total).nearest());
      assertBits(average.rootMean(), root.divide(total).nearest());
      OutputAverage other = new OutputAverage(states, weights, Divisor.ELEMENTS);
      assertBits(other.sum(), sum.divide(total).nearest());
      assertBits(other.mean(), overElements.divide(total).nearest());
    }
  }

  @Test
  void withoutWeightsAllOutputsCountAlike() {
    List<LossState> states = List.of(state(2, 6), state(1, 5), state(3, 3));
    OutputAverage average = new OutputAverage(states, List.of(), Divisor.WEIGHTS);
    assertBits(average.sum(), 14 / 3.0);
    assertBits(average.mean(), 3);
    // The roots of 3, 5 and 1 are rounded, their mean is rounded from the exact one.
    Rational roots = Rational.of(Math.sqrt(3)).add(Rational.of(Math.sqrt(5))).add(Rational.of(1));
    assertBits(average.rootMean(), roots.divide(Rational.of(3)).nearest());
  }

  @Test
  void weightSumAndDigestAreThoseOfAllElements() {
    LossState pooled = state(3, 11);
    List<LossState> states = List.of(state(2, 6), state(1, 5));
    LossMetrics metrics =
        new OutputAverage(states, List.of(1.0, 3.0), Divisor.WEIGHTS).metrics(pooled);
    LossMetrics all = LossMetrics.of(pooled, Divisor.WEIGHTS);
    Rational roots =
        Rational.of(Math.sqrt(3)).add(Rational.of(Math.sqrt(5)).multiply(Rational.of(3)));
    assertThat(metrics)
        .isEqualTo(
            new LossMetrics(
                all.weightSum(),
                OptionalDouble.of((6 + 3 * 5) / 4.0),
                OptionalDouble.of((3 + 3 * 5) / 4.0),
                OptionalDouble.of(roots.divide(Rational.of(4)).nearest()),
                all.digest()));
  }

  @Test
  void anOutputWithNothingUsedLeavesNoAverage() {
    OutputAverage average =
        new OutputAverage(List.of(state(2, 6), new LossState()), List.of(), Divisor.WEIGHTS);
    assertThat(average.sum()).isEmpty();
    assertThat(average.mean()).isEmpty();
    assertThat(average.rootMean()).isEmpty();
  }

  @Test
  void ieeeRulesDecideWhatIsNotFiniteAlsoWithAWeightOfZero() {
    assertAverage(INFINITY, List.of(1.0, 2.0), state(2, 6), nonFinite(INFINITY));
    assertAverage(-INFINITY, List.of(1.0, 2.0), nonFinite(-INFINITY), state(2, 6));
    assertAverage(Double.NaN, List.of(1.0, 2.0), nonFinite(-INFINITY), nonFinite(INFINITY));
    assertAverage(Double.NaN, List.of(1.0, 2.0), state(2, 6), nonFinite(Double.NaN));
    assertAverage(Double.NaN, List.of(1.0, 0.0), state(2, 6), nonFinite(INFINITY));
    assertAverage(INFINITY, List.of(0.0, 1.0), state(2, 6), nonFinite(INFINITY));
  }

  /** A mean may be an exact number that no double holds; its root is rounded before the average. */
  @Test
  void theRootsThatAreAveragedAreNotFiniteWhereTheMeanRoundsToInfinity() {
    LossState huge = new LossState();
    huge.addFinite(1, ExactSum.of(java.math.BigInteger.ONE, 2100, 0), ExactSum.of(1));
    OutputAverage average =
        new OutputAverage(List.of(huge, state(1, 4)), List.of(), Divisor.WEIGHTS);
    assertBits(average.mean(), INFINITY);
    assertBits(average.rootMean(), INFINITY);
    assertThat(average.mean().orElseThrow().exact()).isPresent();
    assertThat(average.rootMean().orElseThrow().exact()).isEmpty();
  }

  @Test
  void metricsOfOutputsAreAveragedAsTheNumbersTheyAre() {
    OutputAverage average =
        new OutputAverage(List.of(state(1, 1), state(1, 1)), List.of(1.0, 3.0), Divisor.WEIGHTS);
    MetricValue tenth = MetricValue.of(0.1);
    assertThat(average.averageOf(List.of(tenth, MetricValue.of(0.7))))
        .isEqualTo(
            MetricValue.of(
                Rational.of(0.1)
                    .add(Rational.of(0.7).multiply(Rational.of(3)))
                    .divide(Rational.of(4))
                    .nearest()));
    assertThat(average.averageOf(List.of(tenth, MetricValue.of(-INFINITY))))
        .isEqualTo(MetricValue.of(-INFINITY));
    assertThat(average.averageOf(List.of(MetricValue.of(Double.NaN), tenth)))
        .isEqualTo(MetricValue.of(Double.NaN));
    assertThat(average.averageOf(List.of(tenth, MetricValue.undefined("the target is constant"))))
        .isEqualTo(MetricValue.undefined("output 1: the target is constant"));
  }

  @Test
  void aWeightForEachOutputIsNeeded() {
    assertThatThrownBy(
            () -> new OutputAverage(List.of(state(1, 1)), List.of(1.0, 2.0), Divisor.WEIGHTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot average 1 outputs with 2 weights");
  }

  private static void assertAverage(double expected, List<Double> weights, LossState... states) {
    OutputAverage average = new OutputAverage(List.of(states), weights, Divisor.WEIGHTS);
    assertBits(average.sum(), expected);
    assertBits(average.mean(), expected);
  }

  private static void assertBits(Optional<LossValue> actual, double expected) {
    assertThat(Double.toHexString(actual.orElseThrow().toDouble()))
        .as("seed %d", SEED)
        .isEqualTo(Double.toHexString(expected));
  }

  /** Elements of weight 1 whose squared errors have this sum. */
  private static LossState state(long elements, long squaredError) {
    LossState state = new LossState();
    state.addFinite(elements, ExactSum.of(squaredError), ExactSum.of(elements));
    return state;
  }

  private static LossState nonFinite(double term) {
    LossState state = state(2, 6);
    state.addNonFinite(term, ExactSum.of(1));
    return state;
  }
}
