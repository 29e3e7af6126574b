package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.Accumulators;
import org.exactloss.kernel.LossNoiseAccumulator;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.Weighting;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Test;

class MeanStateTest {

  @Property(tries = 60)
  void partsAddUpInAnyOrderAndSubtractBack(
      @ForAll ValueFamily family, @ForAll @IntRange(min = 1, max = 39) int cut, @ForAll long seed) {
    if (family == ValueFamily.NON_FINITE) {
      return;
    }
    RowSet rows = RowSets.of(family, WeightFamily.WIDE, seed, 40);
    MeanState left = noise(rows.part(0, cut));
    MeanState right = noise(rows.part(cut, 40));
    right.addNonFinite(NonFinite.NAN, ExactSum.of(2));
    MeanState expected = noise(rows);
    expected.addNonFinite(NonFinite.NAN, ExactSum.of(2));
    MeanState whole = MeanState.fromBytes(right.toBytes());
    whole.add(left);
    assertThat(whole.toBytes()).as(rows.name()).isEqualTo(expected.toBytes());
    whole.subtract(left);
    assertThat(whole.toBytes()).as(rows.name()).isEqualTo(right.toBytes());
    whole.subtract(right);
    assertThat(whole.toBytes()).as(rows.name()).isEqualTo(new MeanState().toBytes());
  }

  @Test
  void weightsOfOneAreNoWeights() {
    for (RowSet rows : RowSets.unweighted(7, 70)) {
      LossNoiseAccumulator accumulator =
          new LossNoiseAccumulator(
              Weighting.NONE, NumberUnits.ONE, Accumulators.fastest(), rows.size());
      accumulator.add(rows.prediction(), rows.target(), null, rows.size());
      ExactSum total = States.of(rows).squaredError();
      assertThat(accumulator.drain(total).toBytes())
          .as(rows.name())
          .isEqualTo(noise(rows).toBytes());
    }
  }

  @Test
  void aSubtractionThatCannotBeChangesNothing() {
    MeanState state = noise(RowSets.of(ValueFamily.INTEGERS, WeightFamily.ONES, 1, 5));
    byte[] bytes = state.toBytes();
    MeanState more = noise(RowSets.of(ValueFamily.INTEGERS, WeightFamily.ONES, 1, 6));
    assertThatThrownBy(() -> state.subtract(more)).isInstanceOf(ArithmeticException.class);
    MeanState others = noise(RowSets.of(ValueFamily.INTEGERS, WeightFamily.ONES, 2, 5));
    assertThatThrownBy(() -> state.subtract(others))
        .as("nothing is left, but sums are")
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("0 elements");
    assertThat(state.toBytes()).isEqualTo(bytes);
    assertThatThrownBy(() -> state.addFinite(1, 2, MeanSums.zero()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyChangeOfOneByteIsRefused() {
    byte[] bytes = noise(RowSets.of(ValueFamily.INTEGERS, WeightFamily.COUNTS, 1, 5)).toBytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] corrupt = bytes.clone();
      corrupt[i] ^= (byte) (1 + i % 255);
      assertRefused(corrupt);
    }
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> MeanState.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a mean state: ");
  }

  private static MeanState noise(RowSet rows) {
    return Accumulators.noise(rows, States.of(rows).squaredError());
  }
}
