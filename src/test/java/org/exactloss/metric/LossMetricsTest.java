package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.exactloss.exact.ExactSum;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.spec.Divisor;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;
import org.exactloss.state.States;
import org.junit.jupiter.api.Test;

class LossMetricsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void everyFamilyIsRoundedAsTheOracleDoes() {
    for (RowSet rows : RowSets.weighted(5, 100)) {
      RationalOracle oracle = new RationalOracle().add(rows);
      if (oracle.weight().signum() > 0 && oracle.squaredError().signum() >= 0) {
        LossMetrics metrics = LossMetrics.of(States.of(rows), Divisor.WEIGHTS);
        assertNumbers(
            metrics,
            oracle.weight().nearest(),
            oracle.squaredError().nearest(),
            oracle.mean().nearest(),
            oracle.mean().nearestRoot());
      }
    }
  }

  @Test
  void theDivisorCanBeTheElements() {
    LossState state = finite(4, 10, 8);
    assertNumbers(LossMetrics.of(state, Divisor.WEIGHTS), 8, 10, 1.25, Math.sqrt(1.25));
    assertNumbers(LossMetrics.of(state, Divisor.ELEMENTS), 8, 10, 2.5, Math.sqrt(2.5));
  }

  @Test
  void withNothingUsedAllNumbersAreEmpty() {
    LossState state = new LossState();
    state.addRows(3);
    state.exclude(Exclusion.NULL_TARGET, 3);
    LossMetrics metrics = LossMetrics.of(state, Divisor.WEIGHTS);
    OptionalDouble none = OptionalDouble.empty();
    assertThat(metrics).isEqualTo(new LossMetrics(none, none, none, none, metrics.digest()));
    assertThat(metrics.digest())
        .isEqualTo(LossMetrics.of(new LossState(), Divisor.ELEMENTS).digest());
  }

  @Test
  void nothingButEqualValuesIsPositiveZero() {
    assertNumbers(LossMetrics.of(finite(3, 0, 3), Divisor.WEIGHTS), 3, 0.0, 0.0, 0.0);
  }

  @Test
  void nanAndInfinitiesFollowIeeeRules() {
    assertNumbers(nonFinite(INFINITY), 3, INFINITY, INFINITY, INFINITY);
    assertNumbers(nonFinite(-INFINITY), 3, -INFINITY, -INFINITY, Double.NaN);
    assertNumbers(nonFinite(Double.NaN), 3, Double.NaN, Double.NaN, Double.NaN);
    assertNumbers(nonFinite(INFINITY, Double.NaN), 4, Double.NaN, Double.NaN, Double.NaN);
    assertNumbers(nonFinite(INFINITY, -INFINITY), 4, Double.NaN, Double.NaN, Double.NaN);
    assertNumbers(nonFinite(INFINITY, INFINITY), 4, INFINITY, INFINITY, INFINITY);
  }

  @Test
  void theMeanIsFiniteWhereTheSumIsNot() {
    LossState state = new LossState();
    state.addFinite(1L << 40, ExactSum.of(BigInteger.ONE, 1040, 0), ExactSum.of(1L << 40));
    assertNumbers(LossMetrics.of(state, Divisor.WEIGHTS), 0x1p40, INFINITY, 0x1p1000, 0x1p500);
    LossState larger = new LossState();
    larger.addFinite(2, ExactSum.of(BigInteger.ONE, 2041, 0), ExactSum.of(2));
    assertNumbers(LossMetrics.of(larger, Divisor.WEIGHTS), 2, INFINITY, INFINITY, 0x1p1020);
  }

  @Test
  void aNegativeMeanHasNoRootAndAZeroDivisorNoMean() {
    assertNumbers(LossMetrics.of(finite(1, -8, 2), Divisor.WEIGHTS), 2, -8, -4, Double.NaN);
    assertNumbers(LossMetrics.of(finite(1, -8, -2), Divisor.WEIGHTS), -2, -8, 4, 2);
    assertNumbers(LossMetrics.of(finite(1, 8, 0), Divisor.WEIGHTS), 0, 8, Double.NaN, Double.NaN);
  }

  @Test
  void theDigestTextIsTheOneOfTheSpecification() {
    LossState state = new LossState();
    state.addFinite(
        26_065, ExactSum.of(BigInteger.valueOf(76_420_422), -3, -3), ExactSum.of(26_065));
    assertThat(LossDigest.text(state))
        .isEqualTo(
            """
            exactloss-digest/1
            used 26065
            nan 0
            +infinity 0
            -infinity 0
            weight 5213*2^0*5^1
            squaredError 38210211*2^-2*5^-3
            """);
    // printf of that text | sha256sum
    assertThat(LossDigest.of(state))
        .isEqualTo("sha256:56685386c256624751ddf1805daf5ae67f71f0712a4b98f171fb6e2bd606bc41");
  }

  @Test
  void theDigestDependsOnWhatIsUsedAlone() {
    LossState state = finite(3, 10, 3);
    String digest = LossDigest.of(state);
    state.addRows(9);
    state.exclude(Exclusion.NULL_TARGET, 6);
    assertThat(LossDigest.of(state)).isEqualTo(digest);
    List<LossState> others =
        List.of(
            finite(4, 10, 3),
            finite(3, 11, 3),
            finite(3, 10, 4),
            withTerm(Double.NaN),
            withTerm(INFINITY),
            withTerm(-INFINITY));
    assertThat(others.stream().map(LossDigest::of).distinct())
        .hasSize(others.size())
        .doesNotContain(digest);
  }

  @Property(tries = 200)
  void scalingWeightsByAPowerOfTwoChangesNoMean(
      @ForAll @IntRange(min = -900, max = 900) int exponent, @ForAll long seed) {
    RowSet rows = RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.FRACTIONS, seed, 20);
    double[] scaled = new double[rows.size()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.scalb(rows.weight()[i], exponent);
    }
    LossMetrics metrics = LossMetrics.of(States.of(rows), Divisor.WEIGHTS);
    RowSet other = new RowSet(rows.name(), rows.prediction(), rows.target(), scaled);
    LossMetrics scaledMetrics = LossMetrics.of(States.of(other), Divisor.WEIGHTS);
    assertBits(scaledMetrics.mean(), metrics.mean().getAsDouble());
    assertBits(scaledMetrics.rmse(), metrics.rmse().getAsDouble());
  }

  /** The exact prefix is a midpoint of two doubles; one row of the least square breaks the tie. */
  @Property(tries = 200)
  void theLeastRowBreaksATie(@ForAll @IntRange(min = 0, max = 900) int exponent, @ForAll int low) {
    long significand = 1L << 52 | Integer.toUnsignedLong(low);
    Rational tie = Rational.ofParts(BigInteger.valueOf(2 * significand + 1), exponent - 53, 0);
    LossState state = new LossState();
    BigInteger doubled = BigInteger.valueOf(2 * significand + 1);
    state.addFinite(1, ExactSum.of(doubled, exponent - 53, 0), ExactSum.of(1));
    double even = Math.scalb((double) (significand + significand % 2), exponent - 52);
    assertBits(LossMetrics.of(state, Divisor.WEIGHTS).sum(), even);
    assertThat(tie.nearest()).isEqualTo(even);
    RowSet least = new RowSet("", new double[] {Double.MIN_VALUE}, new double[1], new double[] {1});
    state.add(States.of(least));
    double above = Math.scalb((double) (significand + 1), exponent - 52);
    assertBits(LossMetrics.of(state, Divisor.WEIGHTS).sum(), above);
  }

  private static LossMetrics nonFinite(double... terms) {
    LossState state = finite(2, 5, 2);
    for (double term : terms) {
      state.addNonFinite(term, ExactSum.of(1));
    }
    assertThat(LossMetrics.of(state, Divisor.WEIGHTS).sum())
        .isEqualTo(LossMetrics.of(state, Divisor.ELEMENTS).sum());
    return LossMetrics.of(state, Divisor.WEIGHTS);
  }

  private static LossState withTerm(double term) {
    LossState state = finite(2, 10, 2);
    state.addNonFinite(term, ExactSum.of(1));
    return state;
  }

  private static LossState finite(long elements, long error, long weight) {
    LossState state = new LossState();
    state.addFinite(elements, ExactSum.of(error), ExactSum.of(weight));
    return state;
  }

  private static void assertNumbers(
      LossMetrics metrics, double weightSum, double sum, double mean, double rmse) {
    assertBits(metrics.weightSum(), weightSum);
    assertBits(metrics.sum(), sum);
    assertBits(metrics.mean(), mean);
    assertBits(metrics.rmse(), rmse);
  }

  private static void assertBits(OptionalDouble actual, double expected) {
    assertThat(Double.toHexString(actual.getAsDouble())).isEqualTo(Double.toHexString(expected));
  }
}
