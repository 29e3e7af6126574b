package org.exactloss.scan.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nulls of any frequency, in pieces of any size; one object for many batches of rows. */
class DefinitionLevelsTest {
  private static final long SEED = 20_261_201;
  private static final int BATCHES = 60;

  /** What no value and no level is. */
  private static final int UNTOUCHED = -7;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final DefinitionLevels levels = new DefinitionLevels();
  private boolean[] isNull;

  private int startBatch(int percent) {
    int rows = 1 + random.nextInt(PageColumn.CAPACITY);
    isNull = new boolean[rows];
    long[] words = levels.start(rows);
    int present = 0;
    for (int row = 0; row < rows; row++) {
      isNull[row] = random.nextInt(100) < percent;
      if (!isNull[row]) {
        words[row / 64] |= 1L << row;
        present++;
      }
    }
    return present;
  }

  private int presentBefore(int row) {
    return (int) IntStream.range(0, row).filter(each -> !isNull[each]).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 6, 20, 50, 97, 100})
  void doublesAndMarksInPieces(int percent) {
    for (int batch = 0; batch < BATCHES; batch++) {
      startBatch(percent);
      for (int from = 0; from < isNull.length; ) {
        int count = 1 + random.nextInt(Math.min(isNull.length - from, 1 + random.nextInt(2000)));
        checkPiece(from, count, "seed " + SEED + ", batch " + batch + ", rows from " + from);
        from += count;
      }
    }
  }

  /** The value of a row is its number. */
  private void checkPiece(int from, int count, String where) {
    int before = levels.presentBefore(from);
    int present = levels.presentBefore(from + count) - before;
    assertThat(before).as(where).isEqualTo(presentBefore(from));
    assertThat(present).as(where).isEqualTo(presentBefore(from + count) - before);
    int position = random.nextInt(5);
    double[] values = new double[position + count + 3];
    byte[] marks = new byte[values.length];
    Arrays.fill(values, UNTOUCHED);
    Arrays.fill(marks, (byte) UNTOUCHED);
    int place = position;
    for (int row = from; row < from + count; row++) {
      if (!isNull[row]) {
        values[place++] = row;
      }
    }
    levels.spread(values, position, from, count, present);
    levels.markNulls(from, count, marks, position);
    for (int i = 0; i < values.length; i++) {
      int row = from + i - position;
      boolean outside = i < position || i >= position + count;
      if (outside || !isNull[row]) {
        assertThat(marks[i]).as("%s, mark %s", where, i).isEqualTo((byte) UNTOUCHED);
        assertThat(values[i]).as("%s, value %s", where, i).isEqualTo(outside ? UNTOUCHED : row);
      } else {
        assertThat(marks[i]).as("%s, mark %s", where, i).isEqualTo((byte) 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 50, 100})
  void integersAndTextsOfAllRows(int percent) {
    for (int batch = 0; batch < BATCHES; batch++) {
      int present = startBatch(percent);
      int[] rows = IntStream.range(0, isNull.length).filter(row -> !isNull[row]).toArray();
      long[] longs = Arrays.copyOf(Arrays.stream(rows).asLongStream().toArray(), isNull.length);
      int[] entries = Arrays.copyOf(rows, isNull.length);
      byte[][] own = new byte[isNull.length][1];
      byte[][] texts =
          Arrays.copyOf(
              Arrays.stream(rows).mapToObj(row -> own[row]).toArray(byte[][]::new), isNull.length);
      levels.spread(longs, isNull.length, present);
      levels.spread(texts, entries, isNull.length, present);
      for (int row = 0; row < isNull.length; row++) {
        assertThat(levels.isNull(row)).isEqualTo(isNull[row]);
        if (!isNull[row]) {
          assertThat(longs[row]).as("seed %s, row %s", SEED, row).isEqualTo(row);
          assertThat(entries[row]).as("seed %s, row %s", SEED, row).isEqualTo(row);
          assertThat(texts[row]).as("seed %s, row %s", SEED, row).isSameAs(own[row]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100})
  void rowsAreCountedInAnyOrder(int percent) {
    startBatch(percent);
    for (int i = 0; i < 300; i++) {
      int row = random.nextInt(isNull.length + 1);
      assertThat(levels.presentBefore(row))
          .as("seed %s, %s", SEED, row)
          .isEqualTo(presentBefore(row));
    }
  }
}
