package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;

/**
 * Adds rows with weights that differ: whole groups of rows go through a {@link WeightedLoop}, rows
 * outside its window go to the exact scalar row. All arithmetic is exact, so the order of rows and
 * the windows do not matter.
 */
final class WeightedErrorSum {
  private static final int BLOCK = 4096;

  private final WeightedLoop loop;
  private final int group;
  private final WeightedWindowPolicy policy;
  private final double[] groupPrediction;
  private final double[] groupTarget;
  private final double[] groupWeight;
  private final Superaccumulator squaredError = new Superaccumulator();
  private final Superaccumulator weightSum = new Superaccumulator();

  private WeightedWindow window;
  private WeightedTotals totals;
  private long scalarRows;

  private int[] nonFinite;
  private int found;

  /** An empty sum. */
  WeightedErrorSum(WeightedLoop loop) {
    this.loop = loop;
    group = loop.lanes();
    policy = new WeightedWindowPolicy(group);
    groupPrediction = new double[group];
    groupTarget = new double[group];
    groupWeight = new double[group];
  }

  /** As {@link SquaredErrorKernel#add(double[], double[], double[], int, int[])}. */
  int add(double[] prediction, double[] target, double[] weight, int length, int[] nonFiniteRows) {
    nonFinite = nonFiniteRows;
    found = 0;
    for (int from = 0; from < length; ) {
      from = addBlock(prediction, target, weight, from, Math.min(length, from + BLOCK));
    }
    nonFinite = null;
    return found;
  }

  /** Adds everything since the last drain to the given sums and starts again from zero. */
  void drainTo(Superaccumulator squaredErrors, Superaccumulator weights) {
    depositTotals();
    squaredErrors.add(squaredError);
    weights.add(weightSum);
    squaredError.clear();
    weightSum.clear();
  }

  /** Rows that went to the scalar row since this sum was made. */
  long scalarRows() {
    return scalarRows;
  }

  /** Adds rows with one window, and returns the index after the last row added. */
  private int addBlock(double[] prediction, double[] target, double[] weight, int from, int to) {
    if (policy.isDue()) {
      policy.choose(prediction, target, weight, from, to);
      change(policy.window().orElse(null));
    }
    if (window == null) {
      for (int i = from; i < to; i++) {
        reject(prediction[i], target[i], weight[i], i);
      }
      policy.added(to - from);
      return to;
    }
    int whole = to - (to - from) % group;
    int next = from;
    while (next < whole) {
      int end = addGroups(prediction, target, weight, next, whole);
      policy.added(end - next);
      next = end;
      if (policy.isDue()) {
        return next;
      }
    }
    if (whole < to) {
      addAlone(prediction, target, weight, whole, to - whole);
      policy.added(to - whole);
    }
    return to;
  }

  /** Adds at least one group and returns the index after the last row added. */
  private int addGroups(double[] prediction, double[] target, double[] weight, int from, int to) {
    makeRoom();
    int limit = Math.min(to, from + totals.room() * group);
    int end = loop.accumulate(prediction, target, weight, from, limit, totals.sums);
    totals.added((end - from) / group);
    if (end == limit) {
      return end;
    }
    addAlone(prediction, target, weight, end, group);
    return end + group;
  }

  /**
   * Adds rows of up to one group, filled up with p = t = w = 0, without those outside the window,
   * which go their own way.
   */
  private void addAlone(
      double[] prediction, double[] target, double[] weight, int from, int count) {
    copy(prediction, groupPrediction, from, count);
    copy(target, groupTarget, from, count);
    copy(weight, groupWeight, from, count);
    for (int i = 0; i < count; i++) {
      if (!window.accepts(groupPrediction[i], groupTarget[i], groupWeight[i])) {
        reject(groupPrediction[i], groupTarget[i], groupWeight[i], from + i);
        groupPrediction[i] = 0;
        groupTarget[i] = 0;
        groupWeight[i] = 0;
      }
    }
    makeRoom();
    if (loop.accumulate(groupPrediction, groupTarget, groupWeight, 0, group, totals.sums)
        != group) {
      throw new IllegalStateException("Kernel and window differ on a row, with " + window);
    }
    totals.added(1);
  }

  private void copy(double[] values, double[] copy, int from, int count) {
    System.arraycopy(values, from, copy, 0, count);
    Arrays.fill(copy, count, group, 0);
  }

  private void reject(double prediction, double target, double weight, int row) {
    if (!Double.isFinite(prediction) || !Double.isFinite(target)) {
      nonFinite[found++] = row;
      return;
    }
    SquaredDifference.addWeightedTo(squaredError, prediction, target, weight);
    weightSum.add(weight);
    scalarRows++;
    if (window != null) {
      policy.rejected(prediction, target, weight);
    }
  }

  /** Makes sure that each sum can take another group. */
  private void makeRoom() {
    if (totals.room() == 0) {
      totals.depositTo(squaredError, weightSum);
    }
  }

  private void change(WeightedWindow next) {
    if (next == null || !next.equals(window)) {
      depositTotals();
      window = next;
      totals = null;
      if (next != null) {
        totals = new WeightedTotals(next, group);
        loop.use(next);
      }
    }
  }

  private void depositTotals() {
    if (totals != null) {
      totals.depositTo(squaredError, weightSum);
    }
  }
}
