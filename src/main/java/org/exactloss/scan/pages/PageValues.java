package org.exactloss.scan.pages;

/** The values of a page in their order, without its nulls. Integers of 32 bits count as doubles. */
interface PageValues {
  /** Puts the next values into the front of the target. */
  void doubles(double[] target, int count);

  /** Likewise of integers of 64 bits. */
  void longs(long[] target, int count);

  /** Likewise of texts, in UTF-8; they may be shared, and are not to be changed. */
  default void texts(byte[][] target, int count) {
    throw new IllegalStateException("a number is no text");
  }
}
