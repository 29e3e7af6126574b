package org.exactloss.state;

import org.exactloss.exact.ExactSum;

/**
 * SKELETON; the signatures are the contract. Sufficient statistic of the squared-error loss of one
 * model. Mutable; forms a commutative group under {@link #add} and {@link #subtract}.
 */
public final class LossState {
  private final long[] excluded = new long[Exclusion.values().length];
  private final ExactSum squaredError = new ExactSum();
  private final ExactSum weight = new ExactSum();
  private long rows;
  private long used;
  private long nan;
  private long positiveInfinity;
  private long negativeInfinity;

  /** Counts rows that were read. */
  public void addRows(long count) {
    rows = Math.addExact(rows, count);
  }

  /** Counts elements that are left out for a reason. */
  public void exclude(Exclusion reason, long count) {
    excluded[reason.ordinal()] = Math.addExact(excluded[reason.ordinal()], count);
  }

  /** Counts used elements whose terms are finite and takes in their sums. */
  public void addFinite(long elements, ExactSum squaredErrors, ExactSum weights) {
    used = Math.addExact(used, elements);
    squaredError.add(squaredErrors);
    weight.add(weights);
  }

  /** Counts one used element whose term is NaN or infinite, with the sum of its weight. */
  public void addNonFinite(double term, ExactSum weights) {
    used = Math.addExact(used, 1);
    weight.add(weights);
    if (Double.isNaN(term)) {
      nan++;
    } else if (term > 0) {
      positiveInfinity++;
    } else {
      negativeInfinity++;
    }
  }

  public void add(LossState other) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void subtract(LossState other) {
    throw new UnsupportedOperationException("skeleton");
  }

  public long rows() {
    return rows;
  }

  /** Used and excluded elements together. */
  public long elements() {
    long sum = used;
    for (long count : excluded) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }

  public long used() {
    return used;
  }

  public long excluded(Exclusion reason) {
    return excluded[reason.ordinal()];
  }

  /** Used elements whose term is NaN. */
  public long nan() {
    return nan;
  }

  public long positiveInfinity() {
    return positiveInfinity;
  }

  public long negativeInfinity() {
    return negativeInfinity;
  }

  /** Σ w·(p − t)² over the used elements with finite terms. */
  public ExactSum squaredError() {
    return squaredError;
  }

  /** Σ w over the used elements. */
  public ExactSum weight() {
    return weight;
  }

  /** The canonical bytes: equal states give equal bytes. */
  public byte[] toBytes() {
    throw new UnsupportedOperationException("skeleton");
  }

  /**
   * Reads canonical bytes.
   *
   * @throws IllegalArgumentException if they are no canonical state of a known version
   */
  public static LossState fromBytes(byte[] bytes) {
    throw new UnsupportedOperationException("skeleton");
  }
}
