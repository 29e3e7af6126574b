package org.exactloss.state;

import java.util.Arrays;
import org.exactloss.exact.ExactSum;

/**
 * Sufficient statistic of the squared-error loss of one model: what was read, what was left out and
 * why, and the exact sums over what was used.
 *
 * <p>Mutable; forms a commutative group under {@link #add} and {@link #subtract}, so any split of
 * the data, any order and any tree of additions gives the same {@link #toBytes bytes}. Used by one
 * thread.
 */
public final class LossState {
  private static final int ROWS = 0;
  private static final int USED = 1;
  private static final int NAN = 2;
  private static final int POSITIVE_INFINITY = 3;
  private static final int NEGATIVE_INFINITY = 4;
  private static final int FIRST_EXCLUSION = 5;

  /** How many counts a state has. */
  static final int COUNTS = FIRST_EXCLUSION + Exclusion.values().length;

  private final long[] counts;
  private final ExactSum squaredError;
  private final ExactSum weight;

  /** A state of nothing. */
  public LossState() {
    this(new long[COUNTS], new ExactSum(), new ExactSum());
  }

  private LossState(long[] counts, ExactSum squaredError, ExactSum weight) {
    this.counts = counts;
    this.squaredError = squaredError;
    this.weight = weight;
  }

  /**
   * A state of these counts and sums, which it takes over.
   *
   * @throws ArithmeticException if no data can have them
   */
  static LossState of(long[] counts, ExactSum squaredError, ExactSum weight) {
    checkConsistent(counts, squaredError, weight);
    return new LossState(counts, squaredError, weight);
  }

  /** Counts rows that were read. */
  public void addRows(long count) {
    addCount(ROWS, count);
  }

  /** Counts elements that are left out for a reason. */
  public void exclude(Exclusion reason, long count) {
    addCount(FIRST_EXCLUSION + reason.ordinal(), count);
  }

  /** Counts used elements whose terms are finite and takes in their sums. */
  public void addFinite(long elements, ExactSum squaredErrors, ExactSum weights) {
    addCount(USED, elements);
    squaredError.add(squaredErrors);
    weight.add(weights);
  }

  /** Counts one used element whose term is NaN or infinite, with the sum of its weight. */
  public void addNonFinite(double term, ExactSum weights) {
    if (Double.isFinite(term)) {
      throw new IllegalArgumentException(
          "Cannot count the term " + term + " as NaN or infinite: it is finite");
    }
    addCount(USED, 1);
    addCount(Double.isNaN(term) ? NAN : term > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY, 1);
    weight.add(weights);
  }

  /**
   * Adds the state of other data.
   *
   * @throws ArithmeticException if a count passes 2^63 − 1; this state is then unchanged
   */
  public void add(LossState other) {
    long[] sums = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      sums[i] = Math.addExact(counts[i], other.counts[i]);
    }
    System.arraycopy(sums, 0, counts, 0, COUNTS);
    squaredError.add(other.squaredError);
    weight.add(other.weight);
  }

  /**
   * Takes the state of a part of the data away.
   *
   * @throws ArithmeticException if the other state cannot be one of a part of these data, as a
   *     count would be negative; this state is then unchanged
   */
  public void subtract(LossState other) {
    long[] rest = new long[COUNTS];
    Arrays.setAll(rest, i -> counts[i] - other.counts[i]); // both ≥ 0: no overflow
    ExactSum restOfErrors = squaredError.copy();
    restOfErrors.subtract(other.squaredError);
    ExactSum restOfWeights = weight.copy();
    restOfWeights.subtract(other.weight);
    checkConsistent(rest, restOfErrors, restOfWeights);
    System.arraycopy(rest, 0, counts, 0, COUNTS);
    squaredError.subtract(other.squaredError);
    weight.subtract(other.weight);
  }

  /** A state of its own with the same content. */
  public LossState copy() {
    return new LossState(counts.clone(), squaredError.copy(), weight.copy());
  }

  public long rows() {
    return counts[ROWS];
  }

  /** Used and excluded elements together. */
  public long elements() {
    long sum = used();
    for (int i = FIRST_EXCLUSION; i < COUNTS; i++) {
      sum = Math.addExact(sum, counts[i]);
    }
    return sum;
  }

  public long used() {
    return counts[USED];
  }

  public long excluded(Exclusion reason) {
    return counts[FIRST_EXCLUSION + reason.ordinal()];
  }

  /** Used elements whose term is NaN. */
  public long nan() {
    return counts[NAN];
  }

  public long positiveInfinity() {
    return counts[POSITIVE_INFINITY];
  }

  public long negativeInfinity() {
    return counts[NEGATIVE_INFINITY];
  }

  /** Σ w·(p − t)² over the used elements with finite terms; a copy. */
  public ExactSum squaredError() {
    return squaredError.copy();
  }

  /** Σ w over the used elements; a copy. */
  public ExactSum weight() {
    return weight.copy();
  }

  /** The canonical bytes: equal states give equal bytes. */
  public byte[] toBytes() {
    return LossStateCodec.encode(counts, squaredError, weight);
  }

  /**
   * Reads canonical bytes.
   *
   * @throws IllegalArgumentException if they are no canonical state of a known version
   */
  public static LossState fromBytes(byte[] bytes) {
    return LossStateCodec.decode(bytes);
  }

  private void addCount(int index, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "Cannot add the number " + count + " to " + name(index) + ": it is negative");
    }
    counts[index] = Math.addExact(counts[index], count);
  }

  private static void checkConsistent(long[] counts, ExactSum squaredError, ExactSum weight) {
    for (int i = 0; i < COUNTS; i++) {
      if (counts[i] < 0) {
        throw impossible("%s is %d".formatted(name(i), counts[i]));
      }
    }
    // Once below zero it stays so, even where a further difference wraps around.
    long finite = counts[USED] - counts[NAN];
    finite = Math.min(finite, finite - counts[POSITIVE_INFINITY]);
    finite = Math.min(finite, finite - counts[NEGATIVE_INFINITY]);
    if (finite < 0) {
      String terms = "%d used elements, %d NaN, %d +Infinity and %d -Infinity";
      throw impossible(
          terms.formatted(
              counts[USED], counts[NAN], counts[POSITIVE_INFINITY], counts[NEGATIVE_INFINITY]));
    }
    if (finite == 0 && squaredError.signum() != 0) {
      throw impossible("no finite terms have the sum " + squaredError);
    }
    if (counts[USED] == 0 && weight.signum() != 0) {
      throw impossible("no used elements have the weight sum " + weight);
    }
  }

  private static ArithmeticException impossible(String content) {
    return new ArithmeticException("a loss state in which " + content + " is impossible");
  }

  private static String name(int index) {
    return switch (index) {
      case ROWS -> "rows";
      case USED -> "used";
      case NAN -> "nan";
      case POSITIVE_INFINITY -> "positiveInfinity";
      case NEGATIVE_INFINITY -> "negativeInfinity";
      default -> Exclusion.values()[index - FIRST_EXCLUSION].label();
    };
  }
}
