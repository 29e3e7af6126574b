package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class WarmingSquaredErrorKernelTest {

  /** Whenever the next kernel becomes ready, before, between or after the calls. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 100})
  void theMomentOfTheChangeDoesNotMatter(int callsBefore) {
    RowSet rows = RowSets.of(ValueFamily.NON_FINITE, WeightFamily.COUNTS, 5, 900);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger made = new AtomicInteger();
    SquaredErrorKernel kernel =
        new WarmingSquaredErrorKernel(
            new PlainSquaredErrorKernel(),
            () -> asked.getAndIncrement() >= callsBefore,
            () -> asked.getAndIncrement() >= callsBefore,
            () -> {
              made.incrementAndGet();
              return new ScalarSquaredErrorKernel();
            });
    RationalOracle oracle = new RationalOracle();
    for (int part = 0; part < 4; part++) {
      RowSet piece = rows.part(part * 225, part * 225 + 225);
      int[] left = KernelContractTest.addAll(new ScalarSquaredErrorKernel(), piece);
      assertThat(left).isNotEmpty();
      if (part % 2 == 0) {
        assertThat(KernelContractTest.addWeighted(kernel, piece)).isEqualTo(left);
      } else {
        Arrays.fill(piece.weight(), 3);
        assertThat(KernelContractTest.addConstant(kernel, piece)).isEqualTo(left);
      }
      oracle.add(piece);
    }
    Superaccumulator squaredError = new Superaccumulator();
    Superaccumulator weight = new Superaccumulator();
    kernel.drainTo(squaredError, weight);
    assertThat(KernelsUnderTest.value(squaredError)).isEqualByComparingTo(oracle.squaredError());
    assertThat(KernelsUnderTest.value(weight)).isEqualByComparingTo(oracle.weight());
    assertThat(made.get()).isEqualTo(callsBefore < 4 ? 1 : 0);
    kernel.drainTo(squaredError, weight);
    assertThat(KernelsUnderTest.value(weight)).isEqualByComparingTo(oracle.weight());
  }

  /** Where the vector kernel is selected, it also becomes fast. */
  @ParameterizedTest
  @EnumSource(VectorWarmUp.class)
  void theSelectedVectorKernelGetsWarm(VectorWarmUp loops) throws InterruptedException {
    boolean vector = SquaredErrorKernels.select(Optional.empty()).kind() == KernelKind.VECTOR;
    Instant end = Instant.now().plus(Duration.ofSeconds(40));
    while (vector && !loops.isDone() && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    assertThat(vector && !loops.isDone()).as("still cold after 40 seconds").isFalse();
  }
}
