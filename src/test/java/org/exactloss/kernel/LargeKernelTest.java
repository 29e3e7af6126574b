package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten million rows of every family and scale through the slicing kernels. */
@Tag("kernel")
@Tag("large")
class LargeKernelTest {
  private static final int BLOCK = 8192;
  private static final int BLOCKS = 10_000_000 / BLOCK + 1;
  private static final long SEED = 424242;

  /** Families stay for a while, so that windows are found, and change at once. */
  private static final int STAY = 40;

  @Test
  void tenMillionRowsAreExact() {
    Map<String, SquaredErrorKernel> kernels = new LinkedHashMap<>();
    KernelsUnderTest.sliced().forEach((name, supplier) -> kernels.put(name, supplier.get()));
    List<ValueFamily> families = ValueFamily.finite();
    RationalOracle oracle = new RationalOracle();
    int[] nonFinite = new int[BLOCK];
    for (int i = 0; i < BLOCKS; i++) {
      ValueFamily family = families.get(i / STAY % families.size());
      RowSet rows = RowSets.of(family, WeightFamily.ONES, SEED + i, BLOCK);
      oracle.add(rows);
      for (SquaredErrorKernel kernel : kernels.values()) {
        int left = kernel.add(rows.prediction(), rows.target(), BLOCK, nonFinite);
        assertThat(left).as("%s", rows).isZero();
      }
    }
    kernels.forEach(
        (name, kernel) -> {
          Superaccumulator sum = new Superaccumulator();
          kernel.drainTo(sum, new Superaccumulator());
          assertThat(KernelsUnderTest.value(sum))
              .as("%s, %s rows, seed %s", name, BLOCKS * BLOCK, SEED)
              .isEqualByComparingTo(oracle.squaredError());
        });
  }
}
