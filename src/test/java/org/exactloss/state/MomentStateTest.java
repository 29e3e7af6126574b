package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.Accumulators;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.state.MomentState.Variable;
import org.junit.jupiter.api.Test;

class MomentStateTest {

  @Property(tries = 60)
  void partsAddUpInAnyOrderAndSubtractBack(
      @ForAll ValueFamily family, @ForAll @IntRange(min = 1, max = 39) int cut, @ForAll long seed) {
    if (family == ValueFamily.NON_FINITE) {
      return;
    }
    RowSet rows = RowSets.of(family, WeightFamily.FRACTIONS, seed, 40);
    MomentState left = withCounts(rows.part(0, cut), seed);
    MomentState right = withCounts(rows.part(cut, 40), seed + 1);
    MomentState whole = left.copy();
    whole.add(right);
    MomentState other = MomentState.fromBytes(right.toBytes());
    other.add(MomentState.fromBytes(left.toBytes()));
    assertThat(other.toBytes()).as(rows.name()).isEqualTo(whole.toBytes());
    assertThat(whole.maximumError()).isEqualTo(Accumulators.moments(rows).maximumError());
    whole.subtract(left);
    assertThat(whole.maximumError())
        .isEqualTo(
            left.maximumError().orElseThrow() == 0 ? right.maximumError() : OptionalDouble.empty());
    for (Moment moment : whole.moments()) {
      if (moment.isSum()) {
        assertThat(whole.sum(moment)).as("%s %s", moment, rows).isEqualTo(right.sum(moment));
      }
    }
    for (Variable variable : Variable.values()) {
      assertThat(whole.count(variable)).isEqualTo(right.count(variable));
      assertThat(Double.compare(whole.special(variable), right.special(variable))).isZero();
    }
  }

  @Test
  void sumsAreThoseThatWereAddedAndAreGivenAwayAsCopies() {
    MomentState state = new MomentState(Accumulators.ALL);
    MomentState other = new MomentState(Accumulators.ALL);
    for (Moment moment : Moment.values()) {
      if (moment.isSum()) {
        state.add(moment, ExactSum.of(10 + moment.ordinal()));
        state.add(moment, ExactSum.of(100));
        other.add(moment, ExactSum.of(1000));
      }
    }
    state.add(other);
    for (MomentState same : new MomentState[] {state, MomentState.fromBytes(state.toBytes())}) {
      for (Moment moment : Moment.values()) {
        if (moment.isSum()) {
          same.sum(moment).add(ExactSum.of(1));
          assertThat(same.sum(moment)).isEqualTo(ExactSum.of(1110 + moment.ordinal()));
        }
      }
    }
    MomentState copy = state.copy();
    byte[] bytes = state.toBytes();
    copy.add(Moment.TARGET, ExactSum.of(1));
    copy.count(Variable.ERROR, NonFinite.NAN);
    copy.raiseMaximum(9);
    assertThat(state.toBytes()).isEqualTo(bytes);
  }

  /** A sum with these values in it is what IEEE rules make of it, in any order. */
  @Test
  void countsOfWhatIsNotFiniteDecideWhatASumIs() {
    double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (Variable variable : Variable.values()) {
      for (int mask = 0; mask < 8; mask++) {
        MomentState state = new MomentState(EnumSet.of(Moment.TARGET));
        double sum = 0;
        for (int kind = 0; kind < 3; kind++) {
          if ((mask >> kind & 1) != 0) {
            state.count(variable, NonFinite.values()[kind]);
            state.count(variable, NonFinite.of(values[kind]));
            sum += values[kind];
          }
        }
        assertThat(Double.compare(state.special(variable), sum))
            .as("%s, %d", variable, mask)
            .isZero();
        for (Variable any : Variable.values()) {
          long expected = any == variable ? 2L * Integer.bitCount(mask) : 0;
          assertThat(state.count(any)).isEqualTo(expected);
          assertThat(any == variable || state.special(any) == 0).isTrue();
        }
      }
    }
  }

  @Test
  void theUnknownMaximumSpreads() {
    MomentState unknown = new MomentState(EnumSet.of(Moment.MAXIMUM_ERROR));
    unknown.raiseMaximum(2);
    MomentState empty = new MomentState(EnumSet.of(Moment.MAXIMUM_ERROR));
    empty.raiseMaximum(0); // errors of 0 only
    unknown.subtract(empty);
    assertThat(unknown.maximumError()).hasValue(2);
    unknown.subtract(unknown.copy());
    assertThat(unknown.maximumError()).isEmpty();
    unknown.subtract(empty);
    assertThat(unknown.maximumError()).isEmpty();
    MomentState known = new MomentState(EnumSet.of(Moment.MAXIMUM_ERROR));
    known.raiseMaximum(3);
    known.add(MomentState.fromBytes(unknown.toBytes()));
    assertThat(known.maximumError()).isEmpty();
    known.raiseMaximum(4);
    assertThat(known.maximumError()).isEmpty();
    assertThat(known.toBytes()).isEqualTo(unknown.toBytes());
  }

  @Test
  void onlyStatesOfTheSameMomentsAreCombined() {
    MomentState target = new MomentState(EnumSet.of(Moment.TARGET));
    MomentState all = new MomentState(Accumulators.ALL);
    assertThatThrownBy(() -> target.add(all)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> all.subtract(target)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> target.sum(Moment.PREDICTION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[TARGET]");
    assertThatThrownBy(() -> target.raiseMaximum(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> all.raiseMaximum(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSubtractionThatCannotBeChangesNothing() {
    MomentState state = new MomentState(Accumulators.ALL);
    state.add(Moment.TARGET, ExactSum.of(5));
    byte[] bytes = state.toBytes();
    MomentState other = new MomentState(Accumulators.ALL);
    other.count(Variable.PREDICTION, NonFinite.NAN);
    assertThatThrownBy(() -> state.subtract(other))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("1 PREDICTION values that are NAN");
    assertThat(state.toBytes()).isEqualTo(bytes);
  }

  @Test
  void everySetOfMomentsIsReadBack() {
    Moment[] moments = Moment.values();
    for (int mask = 0; mask < 1 << moments.length; mask++) {
      Set<Moment> chosen = EnumSet.noneOf(Moment.class);
      for (Moment moment : moments) {
        if ((mask >> moment.ordinal() & 1) != 0) {
          chosen.add(moment);
        }
      }
      MomentState state = new MomentState(chosen);
      for (Moment moment : chosen) {
        if (moment.isSum()) {
          state.add(moment, ExactSum.of(moment.ordinal() + 1));
        }
      }
      MomentState read = MomentState.fromBytes(state.toBytes());
      assertThat(read.moments()).isEqualTo(chosen);
      assertThat(read.toBytes()).isEqualTo(state.toBytes());
    }
  }

  @Test
  void anyChangeOfOneByteIsRefused() {
    RowSet rows = RowSets.of(ValueFamily.INTEGERS, WeightFamily.ONES, 1, 5);
    byte[] bytes = withCounts(rows, 3).toBytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] corrupt = bytes.clone();
      corrupt[i] ^= (byte) (1 + i % 255);
      assertRefused(corrupt, "");
    }
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length), "");
      assertRefused(sealed(Arrays.copyOf(bytes, Math.max(length, 14))), "");
    }
    assertRefused(sealed(Arrays.copyOf(bytes, bytes.length + 1)), "1 bytes are left over");
  }

  @Test
  void contentThatNoStateHasIsRefused() {
    byte[] bytes = new MomentState(EnumSet.of(Moment.MAXIMUM_ERROR)).toBytes();
    assertRefused(patched(bytes, buffer -> buffer.putInt(6, 1 << 6)), "unknown moments");
    assertRefused(patched(bytes, buffer -> buffer.putInt(10, 1 << 9)), "unknown counts");
    assertRefused(patched(bytes, buffer -> buffer.putDouble(14, -1)), "largest error is -1.0");
    assertRefused(patched(bytes, buffer -> buffer.putDouble(14, -0.0)), "largest error is -0.0");
    assertRefused(
        patched(bytes, buffer -> buffer.putLong(14, 0x7ff8000000000001L)), "largest error is NaN");
  }

  private interface Patch {
    void apply(ByteBuffer buffer);
  }

  private static byte[] patched(byte[] bytes, Patch patch) {
    byte[] copy = bytes.clone();
    patch.apply(ByteBuffer.wrap(copy));
    return sealed(copy);
  }

  private static byte[] sealed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> MomentState.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a moment state: ")
        .hasMessageContaining(reason);
  }

  private static MomentState withCounts(RowSet rows, long seed) {
    MomentState state = Accumulators.moments(rows);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = random.nextInt(4); i > 0; i--) {
      state.count(Variable.values()[random.nextInt(3)], NonFinite.values()[random.nextInt(3)]);
    }
    return state;
  }
}
