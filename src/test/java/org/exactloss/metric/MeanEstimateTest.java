package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.Accumulators;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.LossNoiseAccumulator;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.PairAccumulator;
import org.exactloss.kernel.Weighting;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.state.MeanState;
import org.exactloss.state.MeanSums;
import org.exactloss.state.NonFinite;
import org.exactloss.state.States;
import org.junit.jupiter.api.Test;

class MeanEstimateTest {
  private static final long SEED = 20260406;
  private static final ConfidenceLevel LEVEL = ConfidenceLevel.DEFAULT;

  /** x = 1, 4, 4, 9, 16: mean 6.8, variance 34.7, standard error √6.94. */
  private static final RowSet FIVE =
      new RowSet(
          "five", new double[] {1, 2, -2, 3, 4}, new double[5], new double[] {1, 1, 1, 1, 1});

  @Test
  void theUnweightedFormIsTheUsualOne() {
    for (Divisor divisor : Divisor.values()) {
      MeanEstimate estimate = MeanEstimate.of(noise(FIVE), divisor);
      assertThat(estimate.mean()).isEqualTo(MetricValue.of(6.8));
      assertThat(estimate.standardError())
          .isEqualTo(MetricValue.of(Rational.of(new BigDecimal("6.94")).nearestRoot()));
      MetricValue.Interval interval = (MetricValue.Interval) estimate.interval(LEVEL);
      // t(0.975, 4) = 2.776445105197793
      double half = 2.776445105197793 * Math.sqrt(6.94);
      assertThat(interval.lo()).isCloseTo(6.8 - half, within(1e-14));
      assertThat(interval.hi()).isCloseTo(6.8 + half, within(1e-14));
      MetricValue.Interval root = (MetricValue.Interval) estimate.rmseInterval(LEVEL);
      double rmse = Math.sqrt(6.8);
      assertThat(root.lo()).isCloseTo(rmse - half / (2 * rmse), within(1e-14));
      assertThat(root.hi()).isCloseTo(rmse + half / (2 * rmse), within(1e-14));
    }
  }

  @Test
  void errorsAreTheExactOnesOfTheRoundedTermsRoundedOnce() {
    for (RowSet rows : RowSets.weighted(SEED, 9)) {
      if (Arrays.stream(rows.weight()).allMatch(weight -> weight > 0)) {
        MeanState state = noise(rows);
        if (state.overflows() == 0) {
          assertError(rows, state, Divisor.WEIGHTS);
          assertError(rows, state, Divisor.ELEMENTS);
        } else {
          assertThat(MeanEstimate.of(state, Divisor.WEIGHTS).standardError())
              .isInstanceOf(MetricValue.Undefined.class);
        }
      }
    }
  }

  @Test
  void multiplyingAllWeightsChangesNothing() {
    RowSet rows = RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.FRACTIONS, SEED, 50);
    double[] scaled = Arrays.stream(rows.weight()).map(weight -> Math.scalb(weight, 70)).toArray();
    RowSet other = new RowSet("scaled", rows.prediction(), rows.target(), scaled);
    MeanEstimate estimate = MeanEstimate.of(noise(rows), Divisor.WEIGHTS);
    MeanEstimate same = MeanEstimate.of(noise(other), Divisor.WEIGHTS);
    assertThat(same.standardError()).isEqualTo(estimate.standardError());
    assertThat(same.interval(LEVEL)).isEqualTo(estimate.interval(LEVEL));
    assertThat(same.rmseInterval(LEVEL)).isEqualTo(estimate.rmseInterval(LEVEL));
  }

  @Test
  void equalLossesHaveNoError() {
    RowSet rows = new RowSet("", new double[] {0.1, 0.1, 0.1}, new double[3], ones(3));
    MeanEstimate estimate = MeanEstimate.of(noise(rows), Divisor.WEIGHTS);
    assertThat(estimate.standardError()).isEqualTo(MetricValue.of(0.0));
    assertThat(estimate.interval(LEVEL)).isEqualTo(new MetricValue.Interval(0.1 * 0.1, 0.1 * 0.1));
    RowSet zeros = new RowSet("", new double[3], new double[3], ones(3));
    MeanEstimate zero = MeanEstimate.of(noise(zeros), Divisor.WEIGHTS);
    assertThat(zero.interval(LEVEL)).isEqualTo(new MetricValue.Interval(0, 0));
    assertThat(zero.rmseInterval(LEVEL))
        .isEqualTo(MetricValue.undefined("the rmse is 0, where the delta method does not hold"));
  }

  @Test
  void tooFewElementsHaveAReason() {
    MetricValue tooFew = MetricValue.undefined("fewer than two elements are used");
    MeanEstimate none = MeanEstimate.of(new MeanState(), Divisor.WEIGHTS);
    assertThat(none.mean()).isEqualTo(MetricValue.undefined("no element is used"));
    assertThat(none.standardError()).isEqualTo(tooFew);
    MeanEstimate one = MeanEstimate.of(noise(FIVE.part(0, 1)), Divisor.WEIGHTS);
    assertThat(one.mean()).isEqualTo(MetricValue.of(1.0));
    assertThat(one.interval(LEVEL)).isEqualTo(tooFew);
    assertThat(one.pValue()).isEqualTo(tooFew);
  }

  @Test
  void termsThatAreNotFiniteFollowIeeeRules() {
    LossNoiseAccumulator accumulator =
        new LossNoiseAccumulator(Weighting.NONE, NumberUnits.ONE, KernelKind.SCALAR, 5);
    accumulator.add(FIVE.prediction(), FIVE.target(), null, 5);
    accumulator.addNonFinite(Double.POSITIVE_INFINITY, org.exactloss.exact.Dyadic.ONE);
    MeanEstimate estimate = MeanEstimate.of(accumulator.drain(ExactSum.of(34)), Divisor.WEIGHTS);
    assertThat(estimate.mean()).isEqualTo(MetricValue.of(Double.POSITIVE_INFINITY));
    assertThat(estimate.standardError()).isEqualTo(MetricValue.of(Double.NaN));
    assertThat(estimate.interval(LEVEL))
        .isEqualTo(new MetricValue.Interval(Double.NaN, Double.NaN));
  }

  @Test
  void everyKindOfTermThatIsNotFiniteLeavesNoError() {
    NonFinite[][] kinds = {
      {NonFinite.NAN},
      {NonFinite.POSITIVE_INFINITY},
      {NonFinite.NEGATIVE_INFINITY},
      {NonFinite.POSITIVE_INFINITY, NonFinite.NEGATIVE_INFINITY},
      {NonFinite.NEGATIVE_INFINITY, NonFinite.NAN}
    };
    double[] means = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN
    };
    MetricValue nan = MetricValue.of(Double.NaN);
    MetricValue noInterval = new MetricValue.Interval(Double.NaN, Double.NaN);
    for (int i = 0; i < kinds.length; i++) {
      MeanState state = noise(FIVE);
      for (NonFinite kind : kinds[i]) {
        state.addNonFinite(kind, ExactSum.of(1));
      }
      MeanEstimate estimate = MeanEstimate.of(state, Divisor.WEIGHTS);
      assertThat(estimate.mean()).as(Arrays.toString(kinds[i])).isEqualTo(MetricValue.of(means[i]));
      assertThat(estimate.standardError()).isEqualTo(nan);
      assertThat(estimate.pValue()).isEqualTo(nan);
      assertThat(estimate.interval(LEVEL)).isEqualTo(noInterval);
      assertThat(estimate.rmseInterval(LEVEL)).isEqualTo(noInterval);
    }
  }

  @Test
  void termsTooLargeForADoubleLeaveNoIntervalAndSayHowMany() {
    MeanState state = noise(FIVE);
    state.addFinite(2, 2, sums(2, 2, 0, 0, 0, 0));
    MetricValue reason = MetricValue.undefined("2 elements have losses too large for a double");
    MeanEstimate estimate = MeanEstimate.of(state, Divisor.ELEMENTS);
    assertThat(estimate.mean()).isEqualTo(MetricValue.of(34 / 7.0));
    assertThat(estimate.standardError()).isEqualTo(reason);
    assertThat(estimate.pValue()).isEqualTo(reason);
    assertThat(estimate.interval(LEVEL)).isEqualTo(reason);
    assertThat(estimate.rmseInterval(LEVEL)).isEqualTo(reason);
  }

  /** Two elements of the weight 2^-1000, with terms of 2^1000 and 0: their mean is 2^1999. */
  @Test
  void anErrorThatNoDoubleHoldsGivesAnIntervalWithoutEnds() {
    MeanState state = new MeanState();
    ExactSum large = ExactSum.of(BigInteger.ONE, 1000, 0);
    state.addFinite(
        2,
        0,
        new MeanSums(
            ExactSum.of(BigInteger.ONE, -999, 0),
            ExactSum.of(BigInteger.ONE, -1999, 0),
            large,
            large,
            ExactSum.of(BigInteger.ONE, 2000, 0),
            ExactSum.of(1)));
    MeanEstimate estimate = MeanEstimate.of(state, Divisor.WEIGHTS);
    assertThat(estimate.standardError()).isEqualTo(MetricValue.of(Double.POSITIVE_INFINITY));
    assertThat(estimate.interval(LEVEL))
        .isEqualTo(new MetricValue.Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
  }

  private static MeanSums sums(long... values) {
    ExactSum[] sums = Arrays.stream(values).mapToObj(ExactSum::of).toArray(ExactSum[]::new);
    return new MeanSums(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
  }

  @Test
  void aPairIsComparedByItsDifferences() {
    // Differences of losses: 1−4, 4−0, 9−4, 16−1, 0−4.
    double[] target = new double[5];
    MeanEstimate estimate =
        pair(new double[] {1, 2, 3, 4, 0}, new double[] {2, 0, -2, 1, 2}, target, null);
    assertThat(estimate.mean()).isEqualTo(MetricValue.of(17.0 / 5));
    // Σd² = 291, s² = (291 − 17²/5)/4 = 58.3, SE² = 11.66
    assertThat(estimate.standardError())
        .isEqualTo(MetricValue.of(Rational.of(new BigDecimal("11.66")).nearestRoot()));
    MetricValue.Number p = (MetricValue.Number) estimate.pValue();
    assertThat(p.value()).isCloseTo(StudentT.twoSided(3.4 / Math.sqrt(11.66), 4), within(1e-14));
    MeanEstimate weighted =
        pair(
            new double[] {1, 2, 3, 4, 0},
            new double[] {2, 0, -2, 1, 2},
            target,
            new double[] {7, 7, 7, 7, 7});
    assertThat(weighted.mean()).isEqualTo(estimate.mean());
    assertThat(weighted.standardError()).isEqualTo(estimate.standardError());
    assertThat(weighted.pValue()).isEqualTo(estimate.pValue());
  }

  @Test
  void aModelAgainstItselfHasNoPValueAndAConstantChangeHasZero() {
    double[] p = {1, 2, 3};
    MeanEstimate same = pair(p, p, new double[3], null);
    assertThat(same.mean()).isEqualTo(MetricValue.of(0.0));
    assertThat(same.pValue())
        .isEqualTo(MetricValue.undefined("the losses are equal on every element"));
    double[] two = {2, 2, 2};
    MeanEstimate constant = pair(two, ones(3), new double[3], null);
    assertThat(constant.mean()).isEqualTo(MetricValue.of(3.0));
    assertThat(constant.pValue()).isEqualTo(MetricValue.of(0.0));
  }

  @Test
  void theMeanChangeIsExact() {
    RowSet a = RowSets.of(ValueFamily.OFFSET, WeightFamily.FRACTIONS, SEED, 400);
    double[] b = RowSets.of(ValueFamily.OFFSET, WeightFamily.ONES, SEED + 1, 400).prediction();
    Rational sum = Rational.ZERO;
    Rational weights = Rational.ZERO;
    for (int i = 0; i < 400; i++) {
      Rational t = Rational.of(a.target()[i]).negate();
      Rational ea = Rational.of(a.prediction()[i]).add(t);
      Rational eb = Rational.of(b[i]).add(t);
      Rational w = Rational.of(a.weight()[i]);
      sum = shortened(sum.add(w.multiply(ea.multiply(ea).add(eb.multiply(eb).negate()))));
      weights = shortened(weights.add(w));
    }
    assertThat(pair(a.prediction(), b, a.target(), a.weight()).mean())
        .isEqualTo(MetricValue.of(sum.divide(weights).nearest()));
  }

  private static void assertError(RowSet rows, MeanState state, Divisor divisor) {
    int n = rows.size();
    Rational[] terms = new Rational[n];
    Rational[] weights = new Rational[n];
    Rational sum = Rational.ZERO;
    Rational divided = Rational.ZERO;
    for (int i = 0; i < n; i++) {
      Rational error = Rational.of(rows.prediction()[i]).add(Rational.of(-rows.target()[i]));
      Rational weight = Rational.of(rows.weight()[i]);
      terms[i] = Rational.of(weight.multiply(error.multiply(error)).nearest());
      weights[i] = divisor == Divisor.WEIGHTS ? weight : Rational.of(1);
      sum = shortened(sum.add(terms[i]));
      divided = shortened(divided.add(weights[i]));
    }
    Rational spread = Rational.ZERO;
    Rational mean = shortened(sum.divide(divided));
    for (int i = 0; i < n; i++) {
      Rational rest = shortened(terms[i].add(weights[i].multiply(mean).negate()));
      spread = shortened(spread.add(rest.multiply(rest)));
    }
    Rational variance =
        spread
            .multiply(Rational.of(n))
            .divide(Rational.of(n - 1L).multiply(divided).multiply(divided));
    assertThat(MeanEstimate.of(state, divisor).standardError())
        .as("%s, %s", divisor, rows)
        .isEqualTo(MetricValue.of(variance.nearestRoot()));
  }

  /** The same number in lowest terms. */
  private static Rational shortened(Rational value) {
    BigInteger divisor = value.numerator().gcd(value.denominator());
    return new Rational(value.numerator().divide(divisor), value.denominator().divide(divisor));
  }

  private static MeanState noise(RowSet rows) {
    return Accumulators.noise(rows, States.of(rows).squaredError());
  }

  private static MeanEstimate pair(double[] a, double[] b, double[] t, double[] w) {
    PairAccumulator accumulator =
        new PairAccumulator(
            w == null ? Weighting.NONE : Weighting.WEIGHTED,
            NumberUnits.ONE,
            Accumulators.fastest(),
            t.length);
    accumulator.add(a, b, t, w, t.length);
    return MeanEstimate.of(accumulator.drain(), Divisor.WEIGHTS);
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
