package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;

/** Calls of different sizes and kinds, in any order, add up to the oracle's sums. */
@Tag("kernel")
class KernelSplitTest {

  /** Every split into calls of every kind, with drains in between, gives the same sums. */
  @Property(tries = 150)
  void anySplitIntoCalls(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RowSet> parts = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    RationalOracle unweighted = new RationalOracle();
    RationalOracle weighted = new RationalOracle();
    ValueFamily[] families = ValueFamily.values();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      ValueFamily family = families[random.nextInt(families.length)];
      WeightFamily weights = WeightFamily.values()[random.nextInt(WeightFamily.values().length)];
      int kind = random.nextInt(3);
      RowSet part =
          RowSets.of(
              family,
              kind == 0 ? WeightFamily.ONES : weights,
              random.nextLong(),
              random.nextInt(random.nextBoolean() ? 40 : 1500));
      if (kind == 1 && part.size() > 0) {
        Arrays.fill(part.weight(), part.weight()[0]);
      }
      (kind == 0 ? unweighted : weighted).add(part);
      parts.add(part);
      kinds.add(kind);
    }
    for (String name : KernelsUnderTest.all().keySet()) {
      SquaredErrorKernel kernel = KernelsUnderTest.all().get(name).get();
      Superaccumulator squaredError = new Superaccumulator();
      Superaccumulator weight = new Superaccumulator();
      for (int i = 0; i < parts.size(); i++) {
        add(kernel, kinds.get(i), parts.get(i));
        if (i % 3 == 2) {
          kernel.drainTo(squaredError, weight);
        }
      }
      kernel.drainTo(squaredError, weight);
      String what = name + ", seed " + seed;
      assertThat(KernelsUnderTest.value(squaredError))
          .as(what)
          .isEqualByComparingTo(unweighted.squaredError().add(weighted.squaredError()));
      assertThat(KernelsUnderTest.value(weight)).as(what).isEqualByComparingTo(weighted.weight());
    }
  }

  private static int[] add(SquaredErrorKernel kernel, int kind, RowSet rows) {
    return switch (kind) {
      case 0 -> KernelContractTest.addAll(kernel, rows);
      case 1 -> KernelContractTest.addConstant(kernel, rows);
      default -> KernelContractTest.addWeighted(kernel, rows);
    };
  }
}
