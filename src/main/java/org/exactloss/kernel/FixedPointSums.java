package org.exactloss.kernel;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Where the words of a sum of {@link SquaredErrorTerm}s lie: of the terms, the lowest first, then
 * of the weights where there are any, then the number of terms.
 *
 * @param termWords words of the sum of the terms
 * @param weightWords words of the sum of the weights; 0 without weights
 */
public record FixedPointSums(int termWords, int weightWords) {
  /** A term without a weight takes four words, and sums one more. */
  static final FixedPointSums UNWEIGHTED = new FixedPointSums(5, 0);

  /** A weighted term takes six words and a weight two, and sums one more each. */
  static final FixedPointSums WEIGHTED = new FixedPointSums(7, 3);

  /** The layout of so many words. */
  public static FixedPointSums ofWords(int words) {
    return words == UNWEIGHTED.words() ? UNWEIGHTED : WEIGHTED;
  }

  public boolean weighted() {
    return weightWords > 0;
  }

  /** How many words a sum takes. */
  public int words() {
    return termWords + weightWords + 1;
  }

  /** How many terms a sum has. */
  public long count(long[] sums, int start) {
    return sums[start + termWords + weightWords];
  }

  /** The sum of the terms in their units. */
  public BigInteger squaredError(long[] sums, int start) {
    return number(sums, start, termWords);
  }

  /** The sum of the weights in their units. */
  public BigInteger weight(long[] sums, int start) {
    return number(sums, start + termWords, weightWords);
  }

  private static BigInteger number(long[] words, int start, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length * Long.BYTES);
    for (int i = length - 1; i >= 0; i--) {
      buffer.putLong(words[start + i]);
    }
    return new BigInteger(1, buffer.array());
  }

  /**
   * Adds to the sum of the terms, which stays at or above zero.
   *
   * @param value a number of 2^shift units
   * @param shift at least 0
   */
  void addTerms(long[] sums, int start, long value, int shift) {
    int places = shift % Long.SIZE;
    long sign = value >> (Long.SIZE - 1);
    long carry = 0;
    long low = value << places;
    // In two steps, because a shift by 64 is one by 0.
    long high = value >> 1 >> (Long.SIZE - 1 - places);
    int first = shift / Long.SIZE;
    for (int i = first; i < termWords; i++) {
      long word = i == first ? low : i == first + 1 ? high : sign;
      long sum = sums[start + i] + word;
      long all = sum + carry;
      sums[start + i] = all;
      carry = Long.compareUnsigned(sum, word) < 0 || Long.compareUnsigned(all, sum) < 0 ? 1 : 0;
    }
  }

  /** Adds to the number of terms. */
  void addCount(long[] sums, int start, long terms) {
    sums[start + termWords + weightWords] += terms;
  }

  /** Adds the words of another sum, which lie at the same place of their buffer. */
  public void add(ByteBuffer sums, ByteBuffer others, int place) {
    add(sums, others, place, termWords);
    add(sums, others, place + termWords * Long.BYTES, weightWords);
    add(sums, others, place + (termWords + weightWords) * Long.BYTES, 1);
  }

  private static void add(ByteBuffer sums, ByteBuffer others, int place, int words) {
    long carry = 0;
    for (int i = place; i < place + words * Long.BYTES; i += Long.BYTES) {
      long word = others.getLong(i);
      long sum = sums.getLong(i) + word;
      long all = sum + carry;
      sums.putLong(i, all);
      carry = Long.compareUnsigned(sum, word) < 0 || Long.compareUnsigned(all, sum) < 0 ? 1 : 0;
    }
  }
}
