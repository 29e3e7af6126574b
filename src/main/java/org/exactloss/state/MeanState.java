package org.exactloss.state;

import java.util.Arrays;
import org.exactloss.exact.ExactSum;

/**
 * Sufficient statistic of the weighted mean of a number x of each element and of that mean's
 * standard error: x is a loss, or the difference of the losses of two models on the elements that
 * both use.
 *
 * <p>Elements whose term w·x is NaN or infinite are counted by kind and are in no sum but Σ w;
 * finite terms too large for a double are counted as well and are in all sums but those of rounded
 * terms.
 *
 * <p>Mutable; forms a commutative group under {@link #add} and {@link #subtract}. Used by one
 * thread.
 */
public final class MeanState {
  private static final int ELEMENTS = 0;
  private static final int OVERFLOWS = 1;
  private static final int FIRST_KIND = 2;

  /** How many counts a state has. */
  static final int COUNTS = FIRST_KIND + NonFinite.values().length;

  private final long[] counts;
  private final MeanSums sums;

  /** A state of nothing. */
  public MeanState() {
    this(new long[COUNTS], MeanSums.zero());
  }

  private MeanState(long[] counts, MeanSums sums) {
    this.counts = counts;
    this.sums = sums;
  }

  /**
   * A state of these counts and sums, which it takes over.
   *
   * @throws ArithmeticException if no data can have them
   */
  static MeanState of(long[] counts, MeanSums sums) {
    checkConsistent(counts, sums);
    return new MeanState(counts, sums);
  }

  /**
   * Takes in elements whose terms are finite.
   *
   * @param overflows how many of their terms are too large for a double
   */
  public void addFinite(long elements, long overflows, MeanSums further) {
    if (overflows < 0 || elements < overflows) {
      throw new IllegalArgumentException(
          "Cannot take in %d elements of which %d terms are too large"
              .formatted(elements, overflows));
    }
    counts[ELEMENTS] = Math.addExact(counts[ELEMENTS], elements);
    counts[OVERFLOWS] = Math.addExact(counts[OVERFLOWS], overflows);
    sums.add(further);
  }

  /** Takes in an element whose term is NaN or infinite, with the sum of its weight. */
  public void addNonFinite(NonFinite kind, ExactSum weight) {
    int index = FIRST_KIND + kind.ordinal();
    counts[ELEMENTS] = Math.addExact(counts[ELEMENTS], 1);
    counts[index] = Math.addExact(counts[index], 1);
    sums.weight().add(weight);
  }

  /**
   * Adds the state of other data.
   *
   * @throws ArithmeticException if a count passes 2^63 − 1; this state is then unchanged
   */
  public void add(MeanState other) {
    long[] added = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      added[i] = Math.addExact(counts[i], other.counts[i]);
    }
    System.arraycopy(added, 0, counts, 0, COUNTS);
    sums.add(other.sums);
  }

  /**
   * Takes the state of a part of the data away.
   *
   * @throws ArithmeticException if the other state cannot be one of a part of these data; this
   *     state is then unchanged
   */
  public void subtract(MeanState other) {
    long[] rest = new long[COUNTS];
    Arrays.setAll(rest, i -> counts[i] - other.counts[i]); // both ≥ 0: no overflow
    MeanSums difference = sums.copy();
    difference.subtract(other.sums);
    checkConsistent(rest, difference);
    System.arraycopy(rest, 0, counts, 0, COUNTS);
    sums.subtract(other.sums);
  }

  /** A state of its own with the same content. */
  public MeanState copy() {
    return new MeanState(counts.clone(), sums.copy());
  }

  /** All elements, those with NaN and infinite terms too. */
  public long elements() {
    return counts[ELEMENTS];
  }

  /** Elements whose finite terms are too large for a double. */
  public long overflows() {
    return counts[OVERFLOWS];
  }

  /** Elements whose terms are of this kind. */
  public long count(NonFinite kind) {
    return counts[FIRST_KIND + kind.ordinal()];
  }

  /** The sums; a copy. */
  public MeanSums sums() {
    return sums.copy();
  }

  /** The canonical bytes: equal states give equal bytes. */
  public byte[] toBytes() {
    return MeanStateCodec.encode(counts, sums);
  }

  /**
   * Reads canonical bytes.
   *
   * @throws IllegalArgumentException if they are no canonical state of a known version
   */
  public static MeanState fromBytes(byte[] bytes) {
    return MeanStateCodec.decode(bytes);
  }

  private static void checkConsistent(long[] counts, MeanSums sums) {
    // Once below zero it stays so, even where a further difference wraps around.
    long left = counts[ELEMENTS];
    for (int i = 1; i < COUNTS; i++) {
      if (counts[i] < 0 || left < 0) {
        throw impossible(counts);
      }
      left -= counts[i];
    }
    if (left < 0 || (counts[ELEMENTS] == 0 && !sums.isZero())) {
      throw impossible(counts);
    }
  }

  private static ArithmeticException impossible(long[] counts) {
    return new ArithmeticException(
        "Cannot have a mean state of %d elements with %d too large, %d NaN, %d +Infinity and %d -Infinity terms"
                .formatted(counts[0], counts[1], counts[2], counts[3], counts[4])
            + " and these sums");
  }
}
