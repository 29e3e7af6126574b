package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
    assertThatThrownBy(() -> PictureState.fromBytes(bytes(1_000_000_000, 7, 1)))
        .isInstanceOf(RuntimeException.class);
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
