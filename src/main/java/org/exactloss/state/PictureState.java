package org.exactloss.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Counts from which pictures of predictions, targets and errors are drawn: how often a number of
 * one bin meets one of another. Bins are those of {@link #bin}, whatever the data.
 *
 * <p>Mutable; forms a commutative group under {@link #add} and {@link #subtract}. Used by one
 * thread.
 */
public final class PictureState {
  /** Bits of a double that are left out of its bin: each octave has eight bins. */
  public static final int DROPPED_BITS = 49;

  private static final int BIN_BITS = Double.SIZE - DROPPED_BITS;

  /** How many bins there are. */
  public static final int BINS = 1 << BIN_BITS;

  private final PairCounts errors;
  private final PairCounts plane;
  private long nonFinite;

  /** Sees pairs of bins in ascending order, by the first and then by the second. */
  @FunctionalInterface
  public interface BinPairs extends PairCounts.Visitor {}

  public PictureState() {
    this(new PairCounts(), new PairCounts());
  }

  private PictureState(PairCounts errors, PairCounts plane) {
    this.errors = errors;
    this.plane = plane;
  }

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

  /** Counts elements with a target and an error p − t in these bins. */
  public void addErrors(int target, int error, long count) {
    errors.add(target, error, count);
  }

  /** Counts elements with a target and a prediction in these bins. */
  public void addPlane(int target, int prediction, long count) {
    plane.add(target, prediction, count);
  }

  /** Counts used elements that no bin has. */
  public void addNonFinite(long count) {
    nonFinite = Math.addExact(nonFinite, count);
  }

  public void add(PictureState other) {
    errors.add(other.errors);
    plane.add(other.plane);
    nonFinite = Math.addExact(nonFinite, other.nonFinite);
  }

  /** Takes the counts of a part of the data away. */
  public void subtract(PictureState other) {
    errors.subtract(other.errors);
    plane.subtract(other.plane);
    nonFinite = Math.subtractExact(nonFinite, other.nonFinite);
  }

  /** Shows how many elements have a target and an error in each pair of bins. */
  public void forEachError(BinPairs targetsAndErrors) {
    errors.forEach(targetsAndErrors);
  }

  /** Shows how many elements have a target and a prediction in each pair of bins. */
  public void forEachInPlane(BinPairs targetsAndPredictions) {
    plane.forEach(targetsAndPredictions);
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
    byte[] ofErrors = errors.toBytes();
    byte[] ofPlane = plane.toBytes();
    return ByteBuffer.allocate(Long.BYTES + ofErrors.length + ofPlane.length)
        .putLong(nonFinite)
        .put(ofErrors)
        .put(ofPlane)
        .array();
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static PictureState fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      long nonFinite = buffer.getLong();
      PictureState state = new PictureState(PairCounts.read(buffer), PairCounts.read(buffer));
      state.nonFinite = nonFinite;
      if (buffer.hasRemaining()) {
        throw new IllegalArgumentException(buffer.remaining() + " bytes behind the counts");
      }
      return state;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(bytes.length + " bytes end within the counts", e);
    }
  }
}
