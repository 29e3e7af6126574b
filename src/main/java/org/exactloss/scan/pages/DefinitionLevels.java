package org.exactloss.scan.pages;

import java.util.Arrays;

/**
 * Which of the rows that a column stands on are null (Apache Parquet format 2, Definition Levels of
 * an optional column without nesting): the level of a null is 0, that of a value 1.
 */
final class DefinitionLevels {
  /** With more nulls than one in so many rows, values are moved one by one. */
  private static final int SPARSE = 16;

  /** The levels, a bit each; the first one is lowest. */
  private final long[] words = new long[PageColumn.CAPACITY / Long.SIZE];

  /** Goes to so many other rows, and gives the words for their levels, which have no ones yet. */
  long[] start(int rows) {
    Arrays.fill(words, 0, (rows + Long.SIZE - 1) / Long.SIZE, 0);
    return words;
  }

  /** 0 for null and else 1. */
  private int level(int row) {
    return (int) (words[row / Long.SIZE] >>> row) & 1;
  }

  boolean isNull(int row) {
    return level(row) == 0;
  }

  /** How many rows before one are not null. */
  int presentBefore(int row) {
    int present = 0;
    int whole = row / Long.SIZE;
    for (int word = 0; word < whole; word++) {
      present += Long.bitCount(words[word]);
    }
    int rest = row % Long.SIZE;
    return rest == 0 ? present : present + Long.bitCount(words[whole] << (Long.SIZE - rest));
  }

  /** The last null before a row, which must exist. */
  private int lastNullBefore(int row) {
    int last = row - 1;
    int word = last / Long.SIZE;
    long nulls = ~words[word] & (-1L >>> (Long.SIZE - 1 - last % Long.SIZE));
    while (nulls == 0) {
      nulls = ~words[--word];
    }
    return word * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(nulls);
  }

  /** Marks nulls of rows with 1 in the target, whose other places it leaves as they are. */
  void markNulls(int start, int count, byte[] target, int position) {
    int end = start + count;
    for (int row = start; row < end; ) {
      int offset = row % Long.SIZE;
      int length = Math.min(Long.SIZE - offset, end - row);
      long nulls = (~words[row / Long.SIZE] >>> offset) & (-1L >>> (Long.SIZE - length));
      for (; nulls != 0; nulls &= nulls - 1) {
        target[position + row - start + Long.numberOfTrailingZeros(nulls)] = 1;
      }
      row += length;
    }
  }

  /**
   * Moves values, which are one behind the other, to the places of their rows, the last one first,
   * so that none is lost. A null has any number.
   *
   * @param values those of the rows from {@code start} on, at {@code position} on
   * @param present how many values there are
   */
  void spread(double[] values, int position, int start, int count, int present) {
    if (count - present > count / SPARSE) {
      spreadSingly(values, position, start, count, present);
      return;
    }
    int end = count;
    for (int from = present; from < end; ) {
      int last = lastNullBefore(start + end) - start;
      int length = end - last - 1;
      from -= length;
      System.arraycopy(values, position + from, values, position + last + 1, length);
      end = last;
    }
  }

  private void spreadSingly(double[] values, int position, int start, int count, int present) {
    int from = present;
    for (int row = count - 1; row >= from; row--) {
      from -= level(start + row);
      values[position + row] = values[position + from];
    }
  }

  /** Likewise of integers, from the first row on. */
  void spread(long[] values, int count, int present) {
    int from = present;
    for (int row = count - 1; row >= from; row--) {
      from -= level(row);
      values[row] = values[from];
    }
  }

  /** Likewise of texts and of their places in a dictionary. */
  void spread(byte[][] texts, int[] entries, int count, int present) {
    int from = present;
    for (int row = count - 1; row >= from; row--) {
      from -= level(row);
      texts[row] = texts[from];
      entries[row] = entries[from];
    }
  }
}
