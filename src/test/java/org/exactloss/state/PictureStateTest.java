package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Counts of pairs of bins, compared with a sorted map. */
class PictureStateTest {
  private static final int ROWS = 30_000;

  private final Random random = new Random(seed());

  private static long seed() {
    long seed = System.nanoTime();
    System.err.println("PictureStateTest seed " + seed);
    return seed;
  }

  /** From hardly any pair to one of each row. */
  @Test
  void countsAreThoseOfAMap() {
    for (int bins : new int[] {1, 3, 100, PictureState.BINS}) {
      PictureState state = new PictureState();
      Map<Integer, Long> expected = new TreeMap<>();
      for (int row = 0; row < ROWS; row++) {
        int target = PictureState.BINS - 1 - random.nextInt(bins);
        int prediction = random.nextInt(bins);
        state.addPlane(target, prediction, 1);
        expected.merge(target << 15 | prediction, 1L, Long::sum);
      }
      assertThat(plane(state)).containsExactlyEntriesOf(expected);
      assertThat(plane(PictureState.fromBytes(state.toBytes()))).containsExactlyEntriesOf(expected);
    }
  }

  private static Map<Integer, Long> plane(PictureState state) {
    Map<Integer, Long> found = new LinkedHashMap<>();
    state.forEachInPlane((first, second, count) -> found.put(first << 15 | second, count));
    state.forEachError((first, second, count) -> assertThat(count).as("of errors").isZero());
    return found;
  }

  @Test
  void whatIsTakenAwayLeavesNoTrace() {
    PictureState one = some();
    PictureState other = some();
    byte[] alone = one.toBytes();
    one.add(other);
    assertThat(one.toBytes()).isNotEqualTo(alone);
    one.subtract(other);
    assertThat(one.toBytes()).isEqualTo(alone);
    one.subtract(one.copy());
    assertThat(one.toBytes()).isEqualTo(new PictureState().toBytes());
  }

  /** Few enough that all of them still wait for their order when they are added up. */
  @Test
  void countsThatWaitAreAddedAndTakenAwayToo() {
    for (int rows : new int[] {1, 64, 500, 3_000}) {
      PictureState sum = new PictureState();
      PictureState other = new PictureState();
      Map<Integer, Long> both = new TreeMap<>();
      Map<Integer, Long> first = new TreeMap<>();
      for (int row = 0; row < rows; row++) {
        int mine = random.nextInt(1, 1 << 20);
        int its = random.nextInt(1, 1 << 20);
        sum.addPlane(mine >> 15, mine & 0x7FFF, 2);
        other.addPlane(its >> 15, its & 0x7FFF, 3);
        first.merge(mine, 2L, Long::sum);
        both.merge(mine, 2L, Long::sum);
        both.merge(its, 3L, Long::sum);
      }
      PictureState again = other.copy();
      sum.add(other);
      assertThat(plane(sum)).containsExactlyEntriesOf(both);
      sum.subtract(again);
      assertThat(plane(sum)).containsExactlyEntriesOf(first);
    }
  }

  /** Arrays that are full to the last place. */
  @Test
  void fullArraysAreMerged() {
    for (int size : new int[] {64, 128}) {
      PictureState low = new PictureState();
      PictureState high = new PictureState();
      for (int i = 0; i < size; i++) {
        low.addPlane(0, i, 1);
        high.addPlane(1, i, 1);
      }
      PictureState lowFirst = low.copy();
      lowFirst.add(high);
      high.add(low);
      assertThat(plane(high)).hasSize(2 * size).isEqualTo(plane(lowFirst));
      assertThat(high.toBytes()).isEqualTo(lowFirst.toBytes());
    }
  }

  private PictureState some() {
    PictureState state = new PictureState();
    for (int row = 0; row < ROWS; row++) {
      state.addErrors(random.nextInt(70), random.nextInt(70), random.nextInt(1000));
      state.addPlane(random.nextInt(PictureState.BINS), random.nextInt(70), 1);
    }
    state.addNonFinite(3);
    return state;
  }

  @Test
  void bytesInAnotherFormAreRefused() {
    refused(2, 7, 1, 7, 1);
    refused(2, 8, 1, 7, 1);
    refused(1, -1, 1);
    refused(1, 1 << 30, 1);
    refused(1, 7, 0);
    refused(1_000_000_000, 7, 1);
    byte[] whole = bytes(1, 7, 1);
    assertThat(PictureState.fromBytes(whole).toBytes()).isEqualTo(whole);
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] other = Arrays.copyOf(whole, length);
      if (length != whole.length) {
        assertThatThrownBy(() -> PictureState.fromBytes(other))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  /** A bin holds the numbers from its near end on, up to its far end, and eight bins an octave. */
  @Test
  void everyFiniteNumberIsInItsBin() {
    for (int row = 0; row < ROWS; row++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertInItsBin(value);
      }
    }
    for (double limit : new double[] {0.0, 1, -1, 1.125, Double.MIN_VALUE, -Double.MAX_VALUE}) {
      assertInItsBin(limit);
    }
    assertThat(PictureState.bin(-0.0)).isEqualTo(PictureState.bin(0.0)).isZero();
    assertThat(PictureState.bin(2.0) - PictureState.bin(1.0)).isEqualTo(8);
    assertThat(PictureState.nearEnd(PictureState.bin(-1.2))).isEqualTo(-1.125);
    assertThat(PictureState.farEnd(PictureState.bin(-1.2))).isEqualTo(-1.25);
    assertThat(PictureState.binOfBits(Double.POSITIVE_INFINITY))
        .isEqualTo(PictureState.bin(Double.MAX_VALUE) + 1);
  }

  private static void assertInItsBin(double value) {
    int bin = PictureState.bin(value);
    assertThat(bin).isBetween(0, PictureState.BINS - 1);
    assertThat(Math.abs(value))
        .isGreaterThanOrEqualTo(Math.abs(PictureState.nearEnd(bin)))
        .isLessThan(Math.abs(PictureState.farEnd(bin)));
    assertThat(Math.copySign(1, PictureState.nearEnd(bin)))
        .isEqualTo(Math.copySign(1, value + 0.0));
  }

  @Test
  void errorsAndPlaneAreApartAndWhatHasNoBinIsCounted() {
    PictureState state = new PictureState();
    state.addErrors(3, 5, 7);
    state.addPlane(4, 6, 8);
    state.addNonFinite(2);
    state.addNonFinite(9);
    for (PictureState same : new PictureState[] {state, state.copy(), readBack(state)}) {
      assertThat(pairs(same::forEachError)).containsExactly(Map.entry(3 << 15 | 5, 7L));
      assertThat(pairs(same::forEachInPlane)).containsExactly(Map.entry(4 << 15 | 6, 8L));
      assertThat(same.nonFinite()).isEqualTo(11);
    }
    PictureState twice = state.copy();
    twice.add(state);
    assertThat(twice.nonFinite()).isEqualTo(22);
    assertThat(pairs(twice::forEachError)).containsExactly(Map.entry(3 << 15 | 5, 14L));
    twice.subtract(state);
    assertThat(twice.nonFinite()).isEqualTo(11);
    assertThat(twice.toBytes()).isEqualTo(state.toBytes());
  }

  /** Counts of both signs, in any order, of which some come to nothing again. */
  @Test
  void whatComesToNothingIsNoEntry() {
    PictureState state = new PictureState();
    Map<Integer, Long> expected = new TreeMap<>();
    for (int row = 0; row < ROWS; row++) {
      int first = random.nextInt(40);
      int second = random.nextInt(40);
      long count = random.nextInt(-1, 2);
      state.addErrors(first, second, count);
      expected.merge(first << 15 | second, count, Long::sum);
    }
    state.addErrors(1, 1, -expected.get(1 << 15 | 1));
    expected.values().removeIf(count -> count == 0);
    expected.remove(1 << 15 | 1);
    assertThat(pairs(state::forEachError)).containsExactlyEntriesOf(expected);
  }

  @Test
  void countsNeverWrap() {
    PictureState state = new PictureState();
    state.addErrors(1, 2, Long.MAX_VALUE);
    PictureState one = new PictureState();
    one.addErrors(1, 2, 1);
    one.addNonFinite(1);
    assertThatThrownBy(() -> state.copy().add(one)).isInstanceOf(ArithmeticException.class);
    state.addErrors(1, 2, 1);
    assertThatThrownBy(state::toBytes).isInstanceOf(ArithmeticException.class);
  }

  private static PictureState readBack(PictureState state) {
    return PictureState.fromBytes(state.toBytes());
  }

  private static Map<Integer, Long> pairs(Consumer<PictureState.BinPairs> walk) {
    Map<Integer, Long> found = new LinkedHashMap<>();
    walk.accept((first, second, count) -> found.put(first << 15 | second, count));
    return found;
  }

  private static void refused(int size, int... entries) {
    assertThatThrownBy(() -> PictureState.fromBytes(bytes(size, entries)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** No elements that are not finite, these counts of errors, and none of the plane. */
  private static byte[] bytes(int size, int... entries) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + entries.length / 2 * 12);
    bytes.putLong(0).putInt(size);
    for (int i = 0; i < entries.length; i += 2) {
      bytes.putInt(entries[i]).putLong(entries[i + 1]);
    }
    return bytes.putInt(0).array();
  }
}
