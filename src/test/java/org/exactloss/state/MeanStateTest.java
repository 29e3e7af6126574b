package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
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
      assertRefused(sealed(Arrays.copyOf(bytes, Math.max(length, 14))));
    }
    assertThatThrownBy(() -> MeanState.fromBytes(sealed(Arrays.copyOf(bytes, bytes.length + 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read a mean state: 1 bytes are left over");
  }

  private static byte[] sealed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  /** Each sum has a place of its own in the bytes, and is added and taken away by itself. */
  @Test
  void noSumIsLostOrMixedUp() {
    MeanState state = new MeanState();
    state.addFinite(9, 2, sums(3, 5, 7, 11, 13, 17));
    state.addFinite(1, 0, sums(1, 2, 3, 4, 5, 6));
    assertThat(state.sums()).isEqualTo(sums(4, 7, 10, 15, 18, 23));
    MeanState read = MeanState.fromBytes(state.toBytes());
    assertThat(read.sums()).isEqualTo(state.sums());
    assertThat(read.elements()).isEqualTo(10);
    assertThat(read.overflows()).isEqualTo(2);
    MeanState part = new MeanState();
    part.addFinite(1, 0, sums(1, 2, 3, 4, 5, 6));
    read.subtract(part);
    assertThat(read.sums()).isEqualTo(sums(3, 5, 7, 11, 13, 17));
    assertThat(read.elements()).isEqualTo(9);
  }

  @Test
  void elementsThatAreNotFiniteAreCountedByKindAndWeighed() {
    MeanState state = new MeanState();
    state.addNonFinite(NonFinite.NAN, ExactSum.of(2));
    state.addNonFinite(NonFinite.POSITIVE_INFINITY, ExactSum.of(3));
    state.addNonFinite(NonFinite.POSITIVE_INFINITY, ExactSum.of(3));
    state.addNonFinite(NonFinite.NEGATIVE_INFINITY, ExactSum.of(5));
    for (MeanState same : new MeanState[] {state, MeanState.fromBytes(state.toBytes())}) {
      assertThat(same.elements()).isEqualTo(4);
      assertThat(same.overflows()).isZero();
      assertThat(same.count(NonFinite.NAN)).isEqualTo(1);
      assertThat(same.count(NonFinite.POSITIVE_INFINITY)).isEqualTo(2);
      assertThat(same.count(NonFinite.NEGATIVE_INFINITY)).isEqualTo(1);
      assertThat(same.sums()).isEqualTo(sums(13, 0, 0, 0, 0, 0));
    }
  }

  @Test
  void copiesHaveALifeOfTheirOwn() {
    MeanState state = new MeanState();
    state.addFinite(2, 1, sums(1, 2, 3, 4, 5, 6));
    byte[] bytes = state.toBytes();
    MeanState copy = state.copy();
    copy.add(state);
    copy.addNonFinite(NonFinite.NAN, ExactSum.of(1));
    state.sums().weight().add(ExactSum.of(1));
    assertThat(state.toBytes()).isEqualTo(bytes);
    assertThat(copy.elements()).isEqualTo(5);
    assertThat(copy.overflows()).isEqualTo(2);
  }

  /** Counts that no data can have: more of a kind than elements, and sums of nothing. */
  @Test
  void contentThatNoStateHasIsRefused() {
    for (int sum = 0; sum < 6; sum++) {
      long[] one = new long[6];
      one[sum] = -1;
      MeanState nothing = new MeanState();
      MeanState part = new MeanState();
      part.addFinite(0, 0, sums(one));
      assertThatThrownBy(() -> nothing.subtract(part))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("0 elements");
      assertRefused(part.toBytes());
    }
    for (NonFinite kind : NonFinite.values()) {
      MeanState more = new MeanState();
      more.addFinite(3, 1, MeanSums.zero());
      MeanState part = new MeanState();
      part.addNonFinite(kind, new ExactSum());
      assertThatThrownBy(() -> more.subtract(part)).isInstanceOf(ArithmeticException.class);
    }
    MeanState tooLarge = new MeanState();
    tooLarge.addFinite(2, 2, MeanSums.zero());
    MeanState finite = new MeanState();
    finite.addFinite(1, 0, MeanSums.zero());
    assertThatThrownBy(() -> tooLarge.subtract(finite))
        .as("one element of which two are too large")
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("1 elements with 2 too large");
    finite.subtract(finite.copy());
    assertThat(finite.toBytes()).isEqualTo(new MeanState().toBytes());
  }

  @Test
  void allTermsMayBeTooLargeButNoFewerThanNone() {
    MeanState state = new MeanState();
    state.addFinite(3, 3, MeanSums.zero());
    assertThat(state.overflows()).isEqualTo(3);
    assertThatThrownBy(() -> state.addFinite(1, -1, MeanSums.zero()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot take in 1 elements of which -1 terms are too large");
    assertThat(state.elements()).isEqualTo(3);
  }

  private static MeanSums sums(long... values) {
    return new MeanSums(
        ExactSum.of(values[0]),
        ExactSum.of(values[1]),
        ExactSum.of(values[2]),
        ExactSum.of(values[3]),
        ExactSum.of(values[4]),
        ExactSum.of(values[5]));
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
