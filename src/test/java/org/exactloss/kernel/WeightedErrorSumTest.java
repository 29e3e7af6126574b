package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RationalOracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class WeightedErrorSumTest {

  /** As many groups as a sum can take, and then rows that fill no group. */
  @Test
  void rowsBehindFullSumsAreAddedExactly() {
    KernelsUnderTest.weightedLoops()
        .forEach(
            (name, loop) -> {
              int rows = WeightedTotals.MAX_TERMS * loop.get().lanes();
              WeightedErrorSum sum = new WeightedErrorSum(loop.get());
              RationalOracle oracle = new RationalOracle();
              for (int length : new int[] {rows, 1, rows - 1, 1, 1}) {
                double[][] columns = columns(length);
                sum.add(columns[0], columns[1], columns[2], length, new int[length]);
                for (int i = 0; i < length; i++) {
                  oracle.add(columns[0][i], columns[1][i], columns[2][i]);
                }
              }
              assertSums(sum, oracle, name);
              assertThat(sum.scalarRows()).as(name).isZero();
            });
  }

  @Test
  void rowsOutsideTheWindowAreCounted() {
    KernelsUnderTest.weightedLoops()
        .forEach(
            (name, loop) -> {
              WeightedErrorSum sum = new WeightedErrorSum(loop.get());
              RationalOracle oracle = new RationalOracle();
              double[][] columns = columns(1000);
              columns[0][500] = 1e300;
              columns[2][999] = 1e-300;
              columns[1][77] = Double.NaN;
              int[] nonFinite = new int[1000];
              assertThat(sum.add(columns[0], columns[1], columns[2], 1000, nonFinite)).isOne();
              assertThat(nonFinite[0]).isEqualTo(77);
              for (int i = 0; i < 1000; i++) {
                if (i != 77) {
                  oracle.add(columns[0][i], columns[1][i], columns[2][i]);
                }
              }
              assertThat(sum.scalarRows()).as(name).isEqualTo(2);
              assertSums(sum, oracle, name);
            });
  }

  /** Small numbers and weights, so that every sample of them has some of the largest. */
  private static double[][] columns(int length) {
    double[][] columns = new double[3][length];
    Arrays.setAll(columns[0], i -> 1 + i % 7);
    Arrays.setAll(columns[1], i -> i % 11 / 8.0);
    Arrays.setAll(columns[2], i -> 1 + i % 13);
    return columns;
  }

  private static void assertSums(WeightedErrorSum sum, RationalOracle oracle, String name) {
    Superaccumulator errors = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    sum.drainTo(errors, weights);
    assertThat(KernelsUnderTest.value(errors)).as(name).isEqualByComparingTo(oracle.squaredError());
    assertThat(KernelsUnderTest.value(weights)).as(name).isEqualByComparingTo(oracle.weight());
  }
}
