package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.exactloss.exact.Product;
import org.exactloss.exact.Superaccumulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class LinearSumTest {
  private static final long SEED = 20260405;

  /** Of the arrays only the first values count, however many blocks they fill. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048, 2500})
  void longArraysAreAddedToTheirLength(int length) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] values = random.doubles(5000, -1, 1).toArray();
    double[] weights = random.doubles(5000, 0, 3).toArray();
    Arrays.fill(values, length / 2, length / 2 + 3, Double.MIN_VALUE);
    Arrays.fill(weights, length, weights.length, 1e9);
    Superaccumulator expected = new Superaccumulator();
    for (int i = 0; i < length; i++) {
      Product.addTo(expected, values[i], weights[i]);
    }
    for (KernelKind kind : new KernelKind[] {KernelKind.PLAIN, KernelKind.SCALAR}) {
      LinearSum sum = new LinearSum(kind);
      sum.add(values, weights, length);
      Superaccumulator found = new Superaccumulator();
      sum.drainTo(found);
      found.subtract(expected);
      assertThat(found.signum()).as("%s, seed %s", kind, SEED).isZero();
    }
  }
}
