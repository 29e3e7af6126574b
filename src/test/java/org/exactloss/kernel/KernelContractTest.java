package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel gives the oracle's sums, to the bit, for every family of rows. */
@Tag("kernel")
class KernelContractTest {
  private static final long SEED = 20260101;

  /** What one kernel did with one set of rows. */
  private record Outcome(Superaccumulator squaredError, Superaccumulator weight, int[] nonFinite) {

    static Outcome of(String name, Call call) {
      SquaredErrorKernel kernel = KernelsUnderTest.all().get(name).get();
      int[] nonFinite = call.on(kernel);
      Superaccumulator squaredError = new Superaccumulator();
      Superaccumulator weight = new Superaccumulator();
      kernel.drainTo(squaredError, weight);
      return new Outcome(squaredError, weight, nonFinite);
    }
  }

  /** Gives rows to a kernel and returns the indices that it left out. */
  private interface Call {
    int[] on(SquaredErrorKernel kernel);
  }

  static Stream<Integer> lengths() {
    return Stream.concat(
        IntStream.rangeClosed(0, 70).boxed(),
        Stream.of(255, 256, 257, 511, 513, 1024, 4095, 4096, 4097, 12_345));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void unweighted(int length) {
    for (ValueFamily family : ValueFamily.values()) {
      RowSet rows = RowSets.of(family, WeightFamily.ONES, SEED + length, length);
      RationalOracle oracle = new RationalOracle().add(rows);
      check(rows, kernel -> addAll(kernel, rows), oracle, false);
    }
  }

  @ParameterizedTest
  @EnumSource(WeightFamily.class)
  void generalWeights(WeightFamily weights) {
    for (ValueFamily family : ValueFamily.values()) {
      for (int length : new int[] {1, 8, 9, 300}) {
        RowSet rows = RowSets.of(family, weights, SEED + length, length);
        check(rows, kernel -> addWeighted(kernel, rows), new RationalOracle().add(rows), true);
      }
    }
  }

  /** Enough rows for several blocks. */
  @ParameterizedTest
  @EnumSource(
      value = WeightFamily.class,
      names = {"COUNTS", "FRACTIONS", "SIGNED"})
  void manyRowsOfGeneralWeights(WeightFamily weights) {
    for (ValueFamily family : ValueFamily.values()) {
      RowSet rows = RowSets.of(family, weights, SEED, 4200);
      check(rows, kernel -> addWeighted(kernel, rows), new RationalOracle().add(rows), true);
    }
  }

  @ParameterizedTest
  @EnumSource(WeightFamily.class)
  void constantWeights(WeightFamily weights) {
    for (ValueFamily family : ValueFamily.values()) {
      for (int length : new int[] {1, 63, 64, 700}) {
        RowSet drawn = RowSets.of(family, weights, SEED + length, length);
        Arrays.fill(drawn.weight(), drawn.weight()[0]);
        RationalOracle oracle = new RationalOracle().add(drawn);
        check(drawn, kernel -> addConstant(kernel, drawn), oracle, true);
        check(drawn, kernel -> addWeighted(kernel, drawn), oracle, true);
      }
    }
  }

  private static void check(RowSet rows, Call call, RationalOracle oracle, boolean weighted) {
    Outcome scalar = Outcome.of("scalar", call);
    int[] expected =
        IntStream.range(0, rows.size())
            .filter(
                i -> !Double.isFinite(rows.prediction()[i]) || !Double.isFinite(rows.target()[i]))
            .toArray();
    for (String name : KernelsUnderTest.all().keySet()) {
      Outcome outcome = Outcome.of(name, call);
      String what = name + " on " + rows;
      assertThat(outcome.nonFinite()).as(what).isEqualTo(expected);
      assertThat(KernelsUnderTest.value(outcome.squaredError()))
          .as(what)
          .isEqualByComparingTo(oracle.squaredError());
      assertThat(outcome.squaredError().significand())
          .as(what)
          .isEqualTo(scalar.squaredError().significand());
      assertThat(outcome.squaredError().exponent())
          .as(what)
          .isEqualTo(scalar.squaredError().exponent());
      if (weighted) {
        assertThat(KernelsUnderTest.value(outcome.weight()))
            .as(what)
            .isEqualByComparingTo(oracle.weight());
      } else {
        assertThat(outcome.weight().signum()).as(what).isZero();
      }
    }
  }

  static int[] addAll(SquaredErrorKernel kernel, RowSet rows) {
    int[] found = new int[rows.size()];
    int count = kernel.add(rows.prediction(), rows.target(), rows.size(), found);
    return Arrays.copyOf(found, count);
  }

  static int[] addConstant(SquaredErrorKernel kernel, RowSet rows) {
    int[] found = new int[rows.size()];
    double weight = rows.size() == 0 ? 1 : rows.weight()[0];
    int count = kernel.add(rows.prediction(), rows.target(), weight, rows.size(), found);
    return Arrays.copyOf(found, count);
  }

  static int[] addWeighted(SquaredErrorKernel kernel, RowSet rows) {
    int[] found = new int[rows.size()];
    int count = kernel.add(rows.prediction(), rows.target(), rows.weight(), rows.size(), found);
    return Arrays.copyOf(found, count);
  }
}
