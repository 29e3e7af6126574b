package org.exactloss.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.exactloss.exact.ExactSum;

/**
 * Exact sums of one model beside its {@link LossState}: those that its metrics need, and no others.
 *
 * <p>Each sum takes in the used elements whose number is finite; the others are counted by kind,
 * for the target, the prediction and the error p − t, because IEEE rules decide then.
 *
 * <p>Mutable; forms a commutative group under {@link #add} and {@link #subtract}, but for the
 * maximum: a part of the data that is taken away may have held it, so it is unknown from then on.
 * Used by one thread.
 */
public final class MomentState {
  /** Whose values are not finite. */
  public enum Variable {
    TARGET,
    PREDICTION,
    ERROR
  }

  private static final int KINDS = NonFinite.values().length;

  /** How many counts a state has: each kind of each variable. */
  static final int COUNTS = Variable.values().length * KINDS;

  private static final double UNKNOWN = Double.NaN;

  private final Map<Moment, ExactSum> sums;
  private final boolean hasMaximum;
  private final long[] counts;
  private double maximum;

  /** A state of nothing that holds these moments. */
  public MomentState(Set<Moment> moments) {
    this(zeros(moments), moments.contains(Moment.MAXIMUM_ERROR), new long[COUNTS], 0);
  }

  private MomentState(
      Map<Moment, ExactSum> sums, boolean hasMaximum, long[] counts, double maximum) {
    this.sums = sums;
    this.hasMaximum = hasMaximum;
    this.counts = counts;
    this.maximum = maximum;
  }

  /** A state of these parts, which it takes over. */
  static MomentState of(
      Map<Moment, ExactSum> sums, boolean hasMaximum, long[] counts, double maximum) {
    return new MomentState(sums, hasMaximum, counts, maximum);
  }

  private static Map<Moment, ExactSum> zeros(Set<Moment> moments) {
    Map<Moment, ExactSum> zeros = new EnumMap<>(Moment.class);
    moments.stream().filter(Moment::isSum).forEach(moment -> zeros.put(moment, new ExactSum()));
    return zeros;
  }

  /** What this state holds. */
  public Set<Moment> moments() {
    Set<Moment> moments = EnumSet.noneOf(Moment.class);
    moments.addAll(sums.keySet());
    if (hasMaximum) {
      moments.add(Moment.MAXIMUM_ERROR);
    }
    return Collections.unmodifiableSet(moments);
  }

  /**
   * Takes in a sum over further elements.
   *
   * @throws IllegalArgumentException if the state does not hold this sum
   */
  public void add(Moment moment, ExactSum sum) {
    held(moment).add(sum);
  }

  /** Takes in the largest |p − t| of further elements, rounded; not negative, perhaps infinite. */
  public void raiseMaximum(double error) {
    if (!hasMaximum || !(error >= 0)) {
      throw new IllegalArgumentException(
          "Cannot take in a largest error of " + error + " where the state holds " + moments());
    }
    maximum = Math.max(maximum, error); // NaN, the unknown, stays
  }

  /** Counts an element whose value is NaN or infinite. */
  public void count(Variable variable, NonFinite kind) {
    int index = index(variable, kind);
    counts[index] = Math.addExact(counts[index], 1);
  }

  /**
   * Adds the state of other data.
   *
   * @throws IllegalArgumentException if it holds other moments
   * @throws ArithmeticException if a count passes 2^63 − 1; this state is then unchanged
   */
  public void add(MomentState other) {
    requireSameMoments(other);
    long[] added = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      added[i] = Math.addExact(counts[i], other.counts[i]);
    }
    System.arraycopy(added, 0, counts, 0, COUNTS);
    sums.forEach((moment, sum) -> sum.add(other.sums.get(moment)));
    maximum = Math.max(maximum, other.maximum);
  }

  /**
   * Takes the state of a part of the data away; the maximum is unknown from then on, unless no
   * error of that part is greater than 0.
   *
   * @throws IllegalArgumentException if it holds other moments
   * @throws ArithmeticException if the other state cannot be one of a part of these data, as a
   *     count would be negative; this state is then unchanged
   */
  public void subtract(MomentState other) {
    requireSameMoments(other);
    long[] rest = new long[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      rest[i] = counts[i] - other.counts[i];
      if (rest[i] < 0) {
        throw new ArithmeticException(
            "%d %s values that are %s are more than the %d there are"
                .formatted(
                    other.counts[i],
                    Variable.values()[i / KINDS],
                    NonFinite.values()[i % KINDS],
                    counts[i]));
      }
    }
    System.arraycopy(rest, 0, counts, 0, COUNTS);
    sums.forEach((moment, sum) -> sum.subtract(other.sums.get(moment)));
    if (hasMaximum && other.maximum != 0) {
      maximum = UNKNOWN;
    }
  }

  /** A state of its own with the same content. */
  public MomentState copy() {
    Map<Moment, ExactSum> copies = new EnumMap<>(Moment.class);
    sums.forEach((moment, sum) -> copies.put(moment, sum.copy()));
    return new MomentState(copies, hasMaximum, counts.clone(), maximum);
  }

  /**
   * A sum over the used elements whose value is finite; a copy.
   *
   * @throws IllegalArgumentException if the state does not hold it
   */
  public ExactSum sum(Moment moment) {
    return held(moment).copy();
  }

  /** The largest finite |p − t|, rounded once, 0 without any; empty after a subtraction. */
  public OptionalDouble maximumError() {
    return Double.isNaN(maximum) ? OptionalDouble.empty() : OptionalDouble.of(maximum);
  }

  /** Used elements whose value of this variable is NaN or infinite. */
  public long count(Variable variable) {
    long sum = 0;
    for (NonFinite kind : NonFinite.values()) {
      sum = Math.addExact(sum, counts[index(variable, kind)]);
    }
    return sum;
  }

  /**
   * What IEEE rules make of a sum with these values in it, in any order: NaN, an infinity, or 0
   * where all are finite.
   */
  public double special(Variable variable) {
    boolean positive = counts[index(variable, NonFinite.POSITIVE_INFINITY)] > 0;
    boolean negative = counts[index(variable, NonFinite.NEGATIVE_INFINITY)] > 0;
    if (counts[index(variable, NonFinite.NAN)] > 0 || (positive && negative)) {
      return Double.NaN;
    }
    if (positive) {
      return Double.POSITIVE_INFINITY;
    }
    return negative ? Double.NEGATIVE_INFINITY : 0;
  }

  /** The canonical bytes: equal states give equal bytes. */
  public byte[] toBytes() {
    return MomentStateCodec.encode(sums, hasMaximum, counts, maximum);
  }

  /**
   * Reads canonical bytes.
   *
   * @throws IllegalArgumentException if they are no canonical state of a known version
   */
  public static MomentState fromBytes(byte[] bytes) {
    return MomentStateCodec.decode(bytes);
  }

  private ExactSum held(Moment moment) {
    ExactSum sum = sums.get(moment);
    if (sum == null) {
      throw new IllegalArgumentException(
          "Cannot use the sum " + moment + ": the state holds " + moments());
    }
    return sum;
  }

  private void requireSameMoments(MomentState other) {
    if (!moments().equals(other.moments())) {
      throw new IllegalArgumentException(
          "Cannot combine states of the moments " + moments() + " and " + other.moments());
    }
  }

  private static int index(Variable variable, NonFinite kind) {
    return variable.ordinal() * KINDS + kind.ordinal();
  }
}
