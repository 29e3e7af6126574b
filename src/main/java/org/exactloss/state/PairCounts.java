package org.exactloss.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts of pairs of numbers, each from 0 to 2^15 − 1. Tasks hold ten thousands of them, and most
 * often in order: so they are in arrays, ascending, and behind them wait those that came out of
 * order. Mutable; used by one thread.
 */
final class PairCounts {
  private static final int SECOND_BITS = 15;
  private static final int FIRST_CAPACITY = 64;

  /** So many may wait in any case. */
  private static final int FEW = 4096;

  private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

  /** Sees the pairs in ascending order, by their first numbers and then by their second. */
  @FunctionalInterface
  interface Visitor {
    void visit(int first, int second, long count);
  }

  /** As 30 bits. */
  private int[] pairs = new int[FIRST_CAPACITY];

  private long[] counts = new long[FIRST_CAPACITY];
  private int size;

  /** How many are in order: ascending, each once, and no count of them 0. */
  private int ordered;

  /**
   * Adds to the count of a pair. A count that leaves the range of a long is noticed when the counts
   * are looked at or added up.
   */
  void add(int first, int second, long count) {
    if (count != 0) {
      append(first << SECOND_BITS | second, count);
    }
    if (size - ordered > Math.max(FEW, ordered)) {
      order();
    }
  }

  private void append(int pair, long count) {
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    if (ordered == size && (size == 0 || pairs[size - 1] < pair)) {
      ordered++;
    }
    pairs[size] = pair;
    counts[size] = count;
    size++;
  }

  /** Puts those that wait in their places. */
  private void order() {
    if (ordered == size) {
      return;
    }
    long[] places = new long[size - ordered];
    for (int i = 0; i < places.length; i++) {
      places[i] = (long) pairs[ordered + i] << Integer.SIZE | (ordered + i);
    }
    Arrays.sort(places);
    PairCounts waiting = new PairCounts();
    for (int i = 0; i < places.length; ) {
      int pair = (int) (places[i] >>> Integer.SIZE);
      long sum = 0;
      for (; i < places.length && (int) (places[i] >>> Integer.SIZE) == pair; i++) {
        sum = Math.addExact(sum, counts[(int) places[i]]);
      }
      if (sum != 0) {
        waiting.append(pair, sum);
      }
    }
    size = ordered;
    merge(waiting, 1);
  }

  /**
   * Adds the counts of others.
   *
   * @throws ArithmeticException if a count leaves the range of a long
   */
  void add(PairCounts other) {
    merge(other, 1);
  }

  /**
   * Takes the counts of others away.
   *
   * @throws ArithmeticException if a count leaves the range of a long
   */
  void subtract(PairCounts other) {
    merge(other, -1);
  }

  private void merge(PairCounts other, int sign) {
    order();
    other.order();
    PairCounts merged = new PairCounts();
    int mine = 0;
    int its = 0;
    while (mine < size || its < other.size) {
      int pair =
          its == other.size || (mine < size && pairs[mine] <= other.pairs[its])
              ? pairs[mine]
              : other.pairs[its];
      long count = 0;
      if (mine < size && pairs[mine] == pair) {
        count = counts[mine++];
      }
      if (its < other.size && other.pairs[its] == pair) {
        count = Math.addExact(count, Math.multiplyExact(other.counts[its++], sign));
      }
      if (count != 0) {
        merged.append(pair, count);
      }
    }
    pairs = merged.pairs;
    counts = merged.counts;
    size = merged.size;
    ordered = merged.size;
  }

  void forEach(Visitor visitor) {
    order();
    for (int i = 0; i < size; i++) {
      visitor.visit(pairs[i] >>> SECOND_BITS, pairs[i] & ((1 << SECOND_BITS) - 1), counts[i]);
    }
  }

  /** The canonical bytes: their number, and each pair with its count, ascending. */
  byte[] toBytes() {
    order();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + size * ENTRY_BYTES);
    bytes.putInt(size);
    for (int i = 0; i < size; i++) {
      bytes.putInt(pairs[i]).putLong(counts[i]);
    }
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static PairCounts read(ByteBuffer bytes) {
    PairCounts counts = new PairCounts();
    int before = -1;
    for (int left = bytes.getInt(); left > 0; left--) {
      int pair = bytes.getInt();
      long count = bytes.getLong();
      if (pair <= before || pair >>> (2 * SECOND_BITS) != 0 || count == 0) {
        throw new IllegalArgumentException("counts of pairs are not in their form");
      }
      counts.append(pair, count);
      before = pair;
    }
    return counts;
  }
}
