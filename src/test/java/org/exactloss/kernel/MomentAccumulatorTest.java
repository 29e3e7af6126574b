package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;
import org.exactloss.state.MomentState.Variable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class MomentAccumulatorTest {
  private static final long SEED = 20260402;

  /** Fewer than a group of the fast sums, but not few; four times as many are more. */
  private static final int ROWS = 80;

  private record Row(BigDecimal p, BigDecimal t, BigDecimal w) {}

  @Test
  void sumsAreThoseOfBigDecimalsForEveryFamilyAndKernel() {
    for (KernelKind kind : new KernelKind[] {Accumulators.fastest(), KernelKind.SCALAR}) {
      for (RowSet rows : RowSets.weighted(SEED, ROWS)) {
        MomentAccumulator accumulator =
            new MomentAccumulator(Accumulators.ALL, NumberUnits.ONE, kind, ROWS);
        accumulator.add(rows.prediction(), rows.target(), rows.weight(), ROWS);
        assertMoments(accumulator.drain(), exact(rows, true), kind + " " + rows.name());
      }
      for (RowSet rows : RowSets.unweighted(SEED, 4 * ROWS)) {
        MomentAccumulator accumulator =
            new MomentAccumulator(Accumulators.ALL, NumberUnits.ONE, kind, 4 * ROWS);
        accumulator.add(rows.prediction(), rows.target(), null, 4 * ROWS);
        assertMoments(accumulator.drain(), exact(rows, false), kind + " " + rows.name());
      }
    }
  }

  @Test
  void anySplitAndAnyPathGivesTheSameBytes() {
    RowSet rows = RowSets.of(ValueFamily.FEW_BITS, WeightFamily.FRACTIONS, SEED, 900);
    byte[] whole = Accumulators.moments(rows).toBytes();
    MomentAccumulator parts =
        new MomentAccumulator(Accumulators.ALL, NumberUnits.ONE, Accumulators.fastest(), 400);
    MomentState sum = new MomentState(Accumulators.ALL);
    for (int from = 0; from < 900; from += 180) {
      RowSet part = rows.part(from, from + 180);
      if (from % 360 == 0) {
        parts.add(part.prediction(), part.target(), part.weight(), 180);
      } else {
        addOneByOne(parts, part);
        sum.add(parts.drain());
      }
    }
    sum.add(parts.drain());
    assertThat(sum.toBytes()).isEqualTo(whole);
    assertThat(parts.drain().toBytes()).isEqualTo(new MomentState(Accumulators.ALL).toBytes());
  }

  @Test
  void unitsAreUndone() {
    SplittableRandom random = new SplittableRandom(SEED);
    NumberUnits units = new NumberUnits(3, 2);
    MomentAccumulator accumulator =
        new MomentAccumulator(Accumulators.ALL, units, Accumulators.fastest(), 100);
    List<Row> rows = new ArrayList<>();
    double[][] values = new double[3][100];
    for (int i = 0; i < 100; i++) {
      values[0][i] = random.nextLong(-(1L << 53), 1L << 53);
      values[1][i] = random.nextLong(-(1L << 53), 1L << 53);
      values[2][i] = random.nextInt(1, 1000);
      rows.add(
          new Row(decimal(values[0][i], 3), decimal(values[1][i], 3), decimal(values[2][i], 2)));
    }
    accumulator.add(values[0], values[1], values[2], 100);
    BigInteger wide = new BigInteger("123456789012345678901234567890");
    accumulator.add(
        new Dyadic(wide, 0), new Dyadic(wide.negate(), 1), new Dyadic(BigInteger.TEN, 0));
    BigDecimal value = new BigDecimal(wide, 3);
    rows.add(
        new Row(value, value.multiply(BigDecimal.valueOf(-2)), new BigDecimal(BigInteger.TEN, 2)));
    assertMoments(accumulator.drain(), rows, "seed " + SEED);
  }

  /** 2^53 + 1 units and 2^53 are the same double, but not the same hundredths. */
  @Test
  void theLargestErrorInUnitsIsRoundedOnce() {
    assertLargest(2, 1L << 53, -1);
    assertLargest(2, 1L << 53, 0);
    assertLargest(2, (1L << 53) - 1, -1);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 150; i++) {
      long p = random.nextLong(1L << 52, 1L << 53);
      assertLargest(1 + i % 3, p, -random.nextLong(1L << 53));
    }
  }

  private static void assertLargest(int scale, long p, long t) {
    MomentAccumulator accumulator =
        new MomentAccumulator(
            EnumSet.of(Moment.MAXIMUM_ERROR), new NumberUnits(scale, 0), KernelKind.SCALAR, 2);
    accumulator.add(new double[] {1, p}, new double[] {0, t}, null, 2);
    BigInteger error = BigInteger.valueOf(p).subtract(BigInteger.valueOf(t));
    assertThat(accumulator.drain().maximumError().getAsDouble())
        .as("%s units less %s, scale %s, seed %s", p, t, scale, SEED)
        .isEqualTo(Rational.of(new BigDecimal(error, scale)).nearest());
  }

  @Test
  void valuesThatAreNotFiniteAreCountedAndTheOthersSummed() {
    MomentAccumulator accumulator =
        new MomentAccumulator(Accumulators.ALL, NumberUnits.ONE, Accumulators.fastest(), 4);
    Dyadic two = Dyadic.of(2.0);
    accumulator.addNonFinitePrediction(Double.POSITIVE_INFINITY, Dyadic.of(3.0), two);
    accumulator.addNonFiniteTarget(Dyadic.of(5.0), Double.POSITIVE_INFINITY, two);
    accumulator.addNonFinite(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
    MomentState state = accumulator.drain();
    assertThat(state.sum(Moment.TARGET)).isEqualTo(ExactSum.of(6));
    assertThat(state.sum(Moment.TARGET_SQUARE)).isEqualTo(ExactSum.of(18));
    assertThat(state.sum(Moment.PREDICTION)).isEqualTo(ExactSum.of(10));
    assertThat(state.sum(Moment.PREDICTION_SQUARE)).isEqualTo(ExactSum.of(50));
    assertThat(state.sum(Moment.ABSOLUTE_ERROR).signum()).isZero();
    assertThat(state.count(Variable.ERROR)).isEqualTo(3);
    assertThat(state.special(Variable.ERROR)).isNaN();
    assertThat(state.special(Variable.TARGET)).isNaN();
    accumulator.addNonFiniteTarget(Dyadic.ZERO, Double.POSITIVE_INFINITY, two);
    MomentState one = accumulator.drain();
    assertThat(one.special(Variable.ERROR)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(one.special(Variable.TARGET)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(one.special(Variable.PREDICTION)).isZero();
    accumulator.addNonFinitePrediction(Double.NEGATIVE_INFINITY, Dyadic.ZERO, two);
    MomentState other = accumulator.drain();
    assertThat(other.special(Variable.ERROR)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(other.special(Variable.TARGET)).isZero();
    assertThat(other.special(Variable.PREDICTION)).isEqualTo(Double.NEGATIVE_INFINITY);
    accumulator.addNonFinite(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    MomentState both = accumulator.drain();
    assertThat(both.special(Variable.ERROR)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(both.special(Variable.TARGET)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(both.special(Variable.PREDICTION)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  private static void addOneByOne(MomentAccumulator accumulator, RowSet rows) {
    for (int i = 0; i < rows.size(); i++) {
      accumulator.add(
          Dyadic.of(rows.prediction()[i]),
          Dyadic.of(rows.target()[i]),
          Dyadic.of(rows.weight()[i]));
    }
  }

  private static List<Row> exact(RowSet set, boolean weighted) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      rows.add(
          new Row(
              new BigDecimal(set.prediction()[i]),
              new BigDecimal(set.target()[i]),
              weighted ? new BigDecimal(set.weight()[i]) : BigDecimal.ONE));
    }
    return rows;
  }

  private static BigDecimal decimal(double units, int scale) {
    return new BigDecimal(BigInteger.valueOf((long) units), scale);
  }

  private static void assertMoments(MomentState state, List<Row> rows, String name) {
    Map<Moment, BigDecimal> sums = new EnumMap<>(Moment.class);
    for (Row row : rows) {
      BigDecimal error = row.p().subtract(row.t()).abs();
      sums.merge(Moment.ABSOLUTE_ERROR, row.w().multiply(error), BigDecimal::add);
      sums.merge(Moment.TARGET, row.w().multiply(row.t()), BigDecimal::add);
      sums.merge(Moment.TARGET_SQUARE, row.w().multiply(row.t().pow(2)), BigDecimal::add);
      sums.merge(Moment.PREDICTION, row.w().multiply(row.p()), BigDecimal::add);
      sums.merge(Moment.PREDICTION_SQUARE, row.w().multiply(row.p().pow(2)), BigDecimal::add);
      sums.merge(Moment.MAXIMUM_ERROR, error, BigDecimal::max);
    }
    sums.forEach(
        (moment, sum) -> {
          if (moment.isSum()) {
            ExactSum actual = state.sum(moment);
            assertThat(Rational.ofParts(actual.significand(), actual.twos(), actual.fives()))
                .as("%s, %s", moment, name)
                .isEqualByComparingTo(Rational.of(sum));
          }
        });
    assertThat(state.maximumError().getAsDouble())
        .as("maximum, %s", name)
        .isEqualTo(Rational.of(sums.get(Moment.MAXIMUM_ERROR)).nearest());
  }
}
