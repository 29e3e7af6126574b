package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.oracle.Rational;
import org.exactloss.state.MeanState;
import org.exactloss.state.MeanSums;
import org.exactloss.state.NonFinite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sums of rounded losses, and of differences of losses, compared with rationals. */
@Tag("kernel")
class MeanAccumulatorTest {
  private static final long SEED = 20260403;
  private static final int ROWS = 70;

  /** How rows come. */
  private record Case(Weighting weighting, NumberUnits units, KernelKind kind) {
    boolean weighted() {
      return weighting == Weighting.WEIGHTED;
    }
  }

  /** Two predictions, a target and a weight, as they come. */
  private record Row(double a, double b, double t, double w) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (KernelKind kind : List.of(Accumulators.fastest(), KernelKind.SCALAR)) {
      cases.add(new Case(Weighting.NONE, NumberUnits.ONE, kind));
      cases.add(new Case(Weighting.NONE, new NumberUnits(3, 0), kind));
      cases.add(new Case(Weighting.WEIGHTED, NumberUnits.ONE, kind));
      cases.add(new Case(Weighting.WEIGHTED, new NumberUnits(2, 1), kind));
    }
    return cases.stream();
  }

  /** Rows of full precision, or whole numbers where units are undone; some losses overflow. */
  private static List<Row> rows(Case given) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double weight = given.weighted() ? random.nextInt(1, 1 << 20) : 1;
      if (given.units().scale() == 0) {
        double huge = i % 10 == 3 ? 1e200 : 1;
        rows.add(
            new Row(
                huge * random.nextDouble(-9, 9), random.nextDouble(), random.nextDouble(), weight));
      } else {
        long most = 1L << 45;
        rows.add(
            new Row(
                random.nextLong(-most, most),
                random.nextLong(-most, most),
                random.nextLong(-most, most),
                weight));
      }
    }
    return rows;
  }

  /** What the sums should be. */
  private static final class Expected {
    private final Case given;
    private Rational weight = Rational.ZERO;
    private Rational weightSquare = Rational.ZERO;
    private Rational total = Rational.ZERO;
    private Rational term = Rational.ZERO;
    private Rational termSquare = Rational.ZERO;
    private Rational weightedTerm = Rational.ZERO;
    private long overflows;

    Expected(Case given) {
      this.given = given;
    }

    private static Rational scaled(double value, int scale) {
      return Rational.of(new BigDecimal(value).scaleByPowerOfTen(-scale));
    }

    private Rational square(double p, double t) {
      Rational error =
          scaled(p, given.units().scale()).add(scaled(t, given.units().scale()).negate());
      return error.multiply(error);
    }

    void addLoss(Row row) {
      add(row, square(row.a(), row.t()));
    }

    void addDifference(Row row) {
      add(row, square(row.a(), row.t()).add(square(row.b(), row.t()).negate()));
    }

    private void add(Row row, Rational value) {
      Rational w = scaled(row.w(), given.units().weightScale());
      weight = weight.add(w);
      weightSquare = weightSquare.add(w.multiply(w));
      total = total.add(value.multiply(w));
      double rounded = value.multiply(w).nearest();
      if (Double.isInfinite(rounded)) {
        overflows++;
        return;
      }
      Rational z = Rational.of(rounded);
      term = term.add(z);
      termSquare = termSquare.add(z.multiply(z));
      weightedTerm = weightedTerm.add(z.multiply(w));
    }

    void check(MeanState state) {
      MeanSums sums = state.sums();
      assertThat(state.elements()).isEqualTo(ROWS);
      assertThat(state.overflows()).isEqualTo(overflows);
      assertSum("weight", sums.weight(), weight);
      assertSum("weightSquare", sums.weightSquare(), weightSquare);
      assertSum("term", sums.term(), term);
      assertSum("termSquare", sums.termSquare(), termSquare);
      assertSum("weightedTerm", sums.weightedTerm(), weightedTerm);
    }

    private void assertSum(String name, ExactSum actual, Rational expected) {
      assertThat(Rational.ofParts(actual.significand(), actual.twos(), actual.fives()))
          .as("%s, %s", name, given)
          .isEqualByComparingTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAreRoundedOnceAndSummedExactly(Case given) {
    List<Row> rows = rows(given);
    Expected expected = new Expected(given);
    rows.forEach(expected::addLoss);
    LossNoiseAccumulator accumulator =
        new LossNoiseAccumulator(given.weighting(), given.units(), given.kind(), ROWS);
    for (boolean oneByOne : new boolean[] {false, true}) {
      int arrays = oneByOne ? ROWS / 3 : ROWS;
      double[][] columns = columns(rows);
      accumulator.add(columns[0], columns[2], given.weighted() ? columns[3] : null, arrays);
      for (Row row : rows.subList(arrays, ROWS)) {
        accumulator.add(Dyadic.of(row.a()), Dyadic.of(row.t()), Dyadic.of(row.w()));
      }
      MeanState state = accumulator.drain(ExactSum.of(42));
      assertThat(state.sums().total()).isEqualTo(ExactSum.of(42));
      expected.check(state);
    }
    assertThat(accumulator.drain(new ExactSum()).toBytes()).isEqualTo(new MeanState().toBytes());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void differencesAreRoundedOnceAndSummedExactly(Case given) {
    List<Row> rows = rows(given);
    Expected expected = new Expected(given);
    rows.forEach(expected::addDifference);
    PairAccumulator accumulator =
        new PairAccumulator(given.weighting(), given.units(), given.kind(), ROWS);
    for (boolean oneByOne : new boolean[] {false, true}) {
      int arrays = oneByOne ? ROWS / 3 : ROWS;
      double[][] columns = columns(rows);
      accumulator.add(
          columns[0], columns[1], columns[2], given.weighted() ? columns[3] : null, arrays);
      for (Row row : rows.subList(arrays, ROWS)) {
        accumulator.add(
            Dyadic.of(row.a()), Dyadic.of(row.b()), Dyadic.of(row.t()), Dyadic.of(row.w()));
      }
      MeanState state = accumulator.drain();
      expected.assertSum("total", state.sums().total(), expected.total);
      expected.check(state);
    }
    assertThat(accumulator.drain().toBytes()).isEqualTo(new MeanState().toBytes());
  }

  @Test
  void valuesThatAreNotFiniteAreCountedWithTheirWeights() {
    NumberUnits units = new NumberUnits(0, 1);
    Dyadic five = new Dyadic(BigInteger.valueOf(5), 0);
    ExactSum half = ExactSum.of(BigInteger.ONE, -1, 0);
    LossNoiseAccumulator noise =
        new LossNoiseAccumulator(Weighting.WEIGHTED, units, KernelKind.SCALAR, 1);
    noise.addNonFinite(Double.POSITIVE_INFINITY, five);
    MeanState losses = noise.drain(new ExactSum());
    assertThat(losses.count(NonFinite.POSITIVE_INFINITY)).isOne();
    assertThat(losses.sums().weight()).isEqualTo(half);
    PairAccumulator pairs = new PairAccumulator(Weighting.WEIGHTED, units, KernelKind.SCALAR, 1);
    pairs.addNonFinite(1, Double.POSITIVE_INFINITY, 2, five);
    MeanState differences = pairs.drain();
    assertThat(differences.count(NonFinite.NEGATIVE_INFINITY)).isOne();
    assertThat(differences.elements()).isOne();
    assertThat(differences.sums().weight()).isEqualTo(half);
  }

  @Test
  void rowsThatAreNotFiniteAreRefused() {
    for (Weighting weighting : Weighting.values()) {
      double[] weight = weighting == Weighting.NONE ? null : new double[] {1};
      for (int column = 0; column < 2; column++) {
        double[][] columns = {{1}, {2}, {3}};
        columns[column][0] = Double.POSITIVE_INFINITY;
        PairAccumulator pairs =
            new PairAccumulator(weighting, NumberUnits.ONE, KernelKind.SCALAR, 1);
        assertThatThrownBy(() -> pairs.add(columns[0], columns[1], columns[2], weight, 1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("1 rows with values that are not finite");
      }
      SquareSum squares = new SquareSum(KernelKind.SCALAR, 1);
      double[] infinite = {Double.POSITIVE_INFINITY};
      assertThatThrownBy(
              () -> {
                if (weight == null) {
                  squares.add(infinite, 1);
                } else {
                  squares.add(infinite, weight, 1);
                }
              })
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 values that are not finite");
    }
  }

  private static double[][] columns(List<Row> rows) {
    return new double[][] {
      rows.stream().mapToDouble(Row::a).toArray(),
      rows.stream().mapToDouble(Row::b).toArray(),
      rows.stream().mapToDouble(Row::t).toArray(),
      rows.stream().mapToDouble(Row::w).toArray()
    };
  }
}
