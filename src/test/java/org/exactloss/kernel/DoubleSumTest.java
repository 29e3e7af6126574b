package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class DoubleSumTest {
  private static final long SEED = 20260401;
  private static final double NEXT = Math.nextUp(1.0);

  @Test
  void everyFamilyInEveryLengthHasTheSumOfTheIntegers() {
    for (ValueFamily family : ValueFamily.finite()) {
      for (int length : new int[] {0, 1, 63, 64, 255, 256, 257, 319, 320, 5000}) {
        RowSet rows = RowSets.of(family, WeightFamily.ONES, SEED + length, length);
        assertSum(rows.target(), rows.name());
        assertSum(rows.prediction(), rows.name());
      }
    }
  }

  @Test
  void valuesAtTheEdgesOfTheWindowAreAddedExactly() {
    for (int exponent : new int[] {-1074, -1040, -900, -30, 0, 30, 800, 930, 969, 975, 1023}) {
      double unit = Math.scalb(1.0, exponent);
      double[] values = new double[256];
      Arrays.fill(values, unit);
      for (int shift = -110; shift <= 60; shift++) {
        for (double factor : new double[] {1, NEXT, 1.5, Math.nextDown(2.0), -1, -NEXT}) {
          double value = Math.scalb(factor, exponent + shift);
          if (Double.isFinite(value)) {
            values[(shift + 110) % 256] = value;
            assertSum(values, "2^" + exponent + " with " + value);
          }
        }
      }
    }
  }

  /**
   * Rows of 1 choose the unit 2^-32 and the bound 2^7. Values of an odd number of units, just below
   * the bound or above it, pass 2^53 units one group after 2^14 of them.
   */
  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9})
  void lanesAreEmptiedBeforeTheyCouldRound(int top) {
    double[] values = filled(Math.scalb(1.0, top) - 0x1p-32);
    values[0] = Math.nextDown(0x1p7);
    int groups = (1 << 14) + 3;
    Superaccumulator group = new Superaccumulator();
    Arrays.stream(values).forEach(group::add);
    Superaccumulator expected = new Superaccumulator();
    expected.addProduct(group, groups);
    DoubleSum sum = new DoubleSum();
    sum.add(filled(1.0), 256);
    sum.add(filled(-1.0), 256);
    for (int i = 0; i < groups; i++) {
      sum.add(values, 256);
    }
    assertEqual(drained(sum), expected, "many groups");
  }

  @Test
  void dataThatChangeTheirScaleAreAddedExactly() {
    SplittableRandom random = new SplittableRandom(SEED);
    DoubleSum sum = new DoubleSum();
    Superaccumulator expected = new Superaccumulator();
    for (int group = 0; group < 400; group++) {
      int exponent = random.nextInt(-1000, 900);
      double[] values =
          random.doubles(256, -1, 1).map(value -> Math.scalb(value, exponent)).toArray();
      sum.add(values, values.length);
      Arrays.stream(values).forEach(expected::add);
    }
    assertEqual(drained(sum), expected, "seed " + SEED);
  }

  @Test
  void aDrainLeavesNothing() {
    DoubleSum sum = new DoubleSum();
    sum.add(RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.ONES, SEED, 700).target(), 700);
    assertThat(drained(sum).signum()).isEqualTo(1);
    assertThat(drained(sum).signum()).isZero();
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] values = new double[256];
      values[77] = value;
      assertThatThrownBy(() -> new DoubleSum().add(values, 256))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not a finite number");
    }
  }

  private static double[] filled(double value) {
    double[] values = new double[256];
    Arrays.fill(values, value);
    return values;
  }

  private static void assertSum(double[] values, String name) {
    DoubleSum sum = new DoubleSum();
    sum.add(values, values.length);
    Superaccumulator expected = new Superaccumulator();
    Arrays.stream(values).forEach(expected::add);
    assertEqual(drained(sum), expected, name);
  }

  private static Superaccumulator drained(DoubleSum sum) {
    Superaccumulator drained = new Superaccumulator();
    sum.drainTo(drained);
    return drained;
  }

  private static void assertEqual(Superaccumulator actual, Superaccumulator expected, String name) {
    assertThat(actual.significand()).as(name).isEqualTo(expected.significand());
    assertThat(actual.exponent()).as(name).isEqualTo(expected.exponent());
  }
}
