package org.exactloss.state;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * Counts from which pictures of predictions, targets and errors are drawn: how often a number of
 * one bin meets one of another. Bins are those of {@link #bin}, whatever the data.
 *
 * <p>Mutable; forms a commutative group under {@link #add} and {@link #subtract}. Used by one
 * thread.
 */
public final class PictureState {
  /** Bits of a double that are left out of its bin: each octave has eight bins. */
  private static final int DROPPED_BITS = 49;

  private static final int BIN_BITS = Double.SIZE - DROPPED_BITS;
  private static final int BIN_MASK = (1 << BIN_BITS) - 1;
  private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

  /** How many bins there are. */
  public static final int BINS = 1 << BIN_BITS;

  private final SortedMap<Integer, Long> errors = new TreeMap<>();
  private final SortedMap<Integer, Long> plane = new TreeMap<>();
  private long nonFinite;

  /**
   * The bin of a finite number: its sign, its exponent and the first three bits of its significand.
   * Zeros of both signs are in one bin.
   */
  public static int bin(double value) {
    return binOfBits(value + 0.0);
  }

  /** The bin of a number that is no negative zero; an infinity has one of its own. */
  public static int binOfBits(double value) {
    return (int) (Double.doubleToRawLongBits(value) >>> DROPPED_BITS);
  }

  /** The end of a bin that is nearer to zero; with the sign of its numbers. */
  public static double nearEnd(int bin) {
    return Double.longBitsToDouble((long) bin << DROPPED_BITS);
  }

  /** The end of a bin that is farther from zero, which belongs to the next one. */
  public static double farEnd(int bin) {
    return Double.longBitsToDouble((long) (bin + 1) << DROPPED_BITS);
  }

  /** The key of a pair of bins. */
  public static int pair(int first, int second) {
    return first << BIN_BITS | second;
  }

  /** The first bin of a pair. */
  public static int first(int pair) {
    return pair >>> BIN_BITS;
  }

  /** The second bin of a pair. */
  public static int second(int pair) {
    return pair & BIN_MASK;
  }

  /** Counts elements with a target and an error p − t in these bins. */
  public void addErrors(int target, int error, long count) {
    errors.merge(pair(target, error), count, Math::addExact);
  }

  /** Counts elements with a target and a prediction in these bins. */
  public void addPlane(int target, int prediction, long count) {
    plane.merge(pair(target, prediction), count, Math::addExact);
  }

  /** Counts used elements that no bin has. */
  public void addNonFinite(long count) {
    nonFinite = Math.addExact(nonFinite, count);
  }

  public void add(PictureState other) {
    merge(other, Math::addExact);
  }

  /** Takes the counts of a part of the data away. */
  public void subtract(PictureState other) {
    merge(other, Math::subtractExact);
  }

  private void merge(PictureState other, LongBinaryOperator operation) {
    merge(errors, other.errors, operation);
    merge(plane, other.plane, operation);
    nonFinite = operation.applyAsLong(nonFinite, other.nonFinite);
  }

  private static void merge(
      SortedMap<Integer, Long> mine, SortedMap<Integer, Long> its, LongBinaryOperator operation) {
    its.forEach(
        (pair, count) -> {
          long result = operation.applyAsLong(mine.getOrDefault(pair, 0L), count);
          if (result == 0) {
            mine.remove(pair);
          } else {
            mine.put(pair, result);
          }
        });
  }

  /** Counts by pairs of the bins of target and error. */
  public SortedMap<Integer, Long> errors() {
    return Collections.unmodifiableSortedMap(errors);
  }

  /** Counts by pairs of the bins of target and prediction. */
  public SortedMap<Integer, Long> plane() {
    return Collections.unmodifiableSortedMap(plane);
  }

  /** Used elements whose prediction or target is NaN or infinite. */
  public long nonFinite() {
    return nonFinite;
  }

  /** A state of its own with the same content. */
  public PictureState copy() {
    PictureState copy = new PictureState();
    copy.add(this);
    return copy;
  }

  /** The canonical bytes: equal states give equal bytes. */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            Long.BYTES + 2 * Integer.BYTES + (errors.size() + plane.size()) * ENTRY_BYTES);
    bytes.putLong(nonFinite);
    write(bytes, errors);
    write(bytes, plane);
    return bytes.array();
  }

  private static void write(ByteBuffer bytes, SortedMap<Integer, Long> counts) {
    bytes.putInt(counts.size());
    counts.forEach((pair, count) -> bytes.putInt(pair).putLong(count));
  }

  /** Reads what {@link #toBytes} has written. */
  public static PictureState fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PictureState state = new PictureState();
    state.nonFinite = buffer.getLong();
    read(buffer, state.errors);
    read(buffer, state.plane);
    return state;
  }

  private static void read(ByteBuffer bytes, SortedMap<Integer, Long> counts) {
    for (int left = bytes.getInt(); left > 0; left--) {
      counts.put(bytes.getInt(), bytes.getLong());
    }
  }
}
