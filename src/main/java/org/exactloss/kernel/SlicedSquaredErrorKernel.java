package org.exactloss.kernel;

import java.util.Arrays;
import java.util.Optional;
import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;

/**
 * What the plain and the vector kernel share: rows go in whole groups through {@link #accumulate},
 * which adds the products of slices without rounding; rows outside the window go to the exact
 * scalar row. All arithmetic is exact, so the order of rows and the windows do not matter.
 *
 * <p>Rows are collected in a run of one constant weight; the sum of a run is multiplied by its
 * weight once, exactly. Rows without a weight belong to a run of weight one.
 */
abstract class SlicedSquaredErrorKernel implements SquaredErrorKernel {
  private static final int BLOCK = 4096;

  /** Fewer rows than this go to the scalar row rather than into a run of their own. */
  private static final int SHORT_RUN = 64;

  private final int lanes;
  private final SliceWindowPolicy policy;
  private final double[] groupPrediction;
  private final double[] groupTarget;

  /** For weights that differ; empty where these go to the scalar row. */
  private final Optional<WeightedErrorSum> weighted;

  /** For short runs. */
  private final SquaredErrorKernel rowByRow = new ScalarSquaredErrorKernel();

  private final Superaccumulator squaredError = new Superaccumulator();
  private final Superaccumulator weightSum = new Superaccumulator();
  private final Superaccumulator run = new Superaccumulator();
  private double runWeight = 1;
  private long weightedRows;

  private SliceWindow window;
  private SliceTotals totals;
  private int terms;
  private long scalarRows;

  private int[] nonFinite;
  private int found;

  /**
   * A kernel with an empty sum.
   *
   * @param lanes the number of sums kept of each product, and of rows that are taken together
   * @param weighted for weights that differ, if there is a fast way for them
   */
  SlicedSquaredErrorKernel(int lanes, Optional<WeightedLoop> weighted) {
    this.lanes = lanes;
    this.weighted = weighted.map(WeightedErrorSum::new);
    policy = new SliceWindowPolicy(lanes);
    groupPrediction = new double[lanes];
    groupTarget = new double[lanes];
  }

  /** The number of rows that {@link #accumulate} takes or leaves together: a group. */
  final int lanes() {
    return lanes;
  }

  /** Takes the constants of a window. */
  abstract void use(SliceWindow next);

  /**
   * Adds the products of the slices of rows to the sums, one product for each group and sum.
   *
   * @param to from plus a multiple of the lanes
   * @return where the first group starts that holds a row outside the window, or {@code to}
   */
  abstract int accumulate(double[] prediction, double[] target, int from, int to, double[][] sums);

  @Override
  public final int add(double[] prediction, double[] target, int length, int[] nonFiniteRows) {
    if (runWeight != 1 && length < SHORT_RUN) {
      scalarRows += length;
      return rowByRow.add(prediction, target, length, nonFiniteRows);
    }
    startRun(1);
    return addToRun(prediction, target, length, nonFiniteRows);
  }

  @Override
  public final int add(
      double[] prediction, double[] target, double weight, int length, int[] nonFiniteRows) {
    if (runWeight != weight && length < SHORT_RUN) {
      scalarRows += length;
      return rowByRow.add(prediction, target, weight, length, nonFiniteRows);
    }
    startRun(weight);
    int left = addToRun(prediction, target, length, nonFiniteRows);
    weightedRows += length - left;
    return left;
  }

  @Override
  public final int add(
      double[] prediction, double[] target, double[] weight, int length, int[] nonFiniteRows) {
    if (isConstant(weight, length)) {
      return add(prediction, target, weight[0], length, nonFiniteRows);
    }
    if (weighted.isPresent()) {
      return weighted.get().add(prediction, target, weight, length, nonFiniteRows);
    }
    scalarRows += length;
    return rowByRow.add(prediction, target, weight, length, nonFiniteRows);
  }

  private static boolean isConstant(double[] weight, int length) {
    for (int i = 1; i < length; i++) {
      if (weight[i] != weight[0]) {
        return false;
      }
    }
    return length > 0;
  }

  @Override
  public final void drainTo(Superaccumulator squaredErrors, Superaccumulator weights) {
    closeRun();
    rowByRow.drainTo(squaredErrors, weights);
    weighted.ifPresent(sum -> sum.drainTo(squaredErrors, weights));
    squaredErrors.add(squaredError);
    weights.add(weightSum);
    squaredError.clear();
    weightSum.clear();
  }

  /** Rows that went to the scalar row since this kernel was made. */
  final long scalarRows() {
    return scalarRows + weighted.map(WeightedErrorSum::scalarRows).orElse(0L);
  }

  private void startRun(double weight) {
    if (runWeight != weight) {
      closeRun();
      runWeight = weight;
    }
  }

  /** Adds the run, times its weight, to the sums. */
  private void closeRun() {
    depositTotals();
    if (runWeight == 1) {
      squaredError.add(run);
    } else {
      squaredError.addProduct(run, runWeight);
    }
    run.clear();
    if (weightedRows > 0) {
      Superaccumulator rows = new Superaccumulator();
      rows.add(weightedRows, 0);
      weightSum.addProduct(rows, runWeight);
      weightedRows = 0;
    }
  }

  private int addToRun(double[] prediction, double[] target, int length, int[] nonFiniteRows) {
    nonFinite = nonFiniteRows;
    found = 0;
    for (int from = 0; from < length; ) {
      from = addBlock(prediction, target, from, Math.min(length, from + BLOCK));
    }
    nonFinite = null;
    return found;
  }

  /** Adds rows with one window, and returns the index after the last row added. */
  private int addBlock(double[] prediction, double[] target, int from, int to) {
    if (policy.isDue()) {
      policy.choose(prediction, target, from, to);
      change(policy.window().orElse(null));
    }
    if (window == null) {
      for (int i = from; i < to; i++) {
        reject(prediction[i], target[i], i);
      }
      policy.added(to - from);
      return to;
    }
    int whole = to - (to - from) % lanes;
    int next = from;
    while (next < whole) {
      int end = addGroups(prediction, target, next, whole);
      policy.added(end - next);
      next = end;
      if (policy.isDue()) {
        return next;
      }
    }
    if (whole < to) {
      addTail(prediction, target, whole, to);
      policy.added(to - whole);
    }
    return to;
  }

  /** Adds at least one group and returns the index after the last row added. */
  private int addGroups(double[] prediction, double[] target, int from, int to) {
    makeRoom();
    int limit = Math.min(to, from + (SliceFormat.MAX_TERMS - terms) * lanes);
    int end = accumulate(prediction, target, from, limit, totals.sums);
    terms += (end - from) / lanes;
    if (end == limit) {
      return end;
    }
    makeRoom();
    copyGroup(prediction, target, end, lanes);
    addCopiedGroup(end, lanes);
    return end + lanes;
  }

  /** Adds the last rows of a block, fewer than a group; p = t = 0 fills it up and adds nothing. */
  private void addTail(double[] prediction, double[] target, int from, int to) {
    makeRoom();
    copyGroup(prediction, target, from, to - from);
    if (accumulate(groupPrediction, groupTarget, 0, lanes, totals.sums) == lanes) {
      terms++;
    } else {
      addCopiedGroup(from, to - from);
    }
  }

  private void copyGroup(double[] prediction, double[] target, int from, int count) {
    System.arraycopy(prediction, from, groupPrediction, 0, count);
    System.arraycopy(target, from, groupTarget, 0, count);
    Arrays.fill(groupPrediction, count, lanes, 0);
    Arrays.fill(groupTarget, count, lanes, 0);
  }

  /** Adds the copied group without the rows outside the window, which go their own way. */
  private void addCopiedGroup(int from, int count) {
    for (int i = 0; i < count; i++) {
      if (!window.accepts(groupPrediction[i], groupTarget[i])) {
        reject(groupPrediction[i], groupTarget[i], from + i);
        groupPrediction[i] = 0;
        groupTarget[i] = 0;
      }
    }
    if (accumulate(groupPrediction, groupTarget, 0, lanes, totals.sums) != lanes) {
      throw new IllegalStateException("Kernel and window differ on a row, with " + window);
    }
    terms++;
  }

  private void reject(double prediction, double target, int row) {
    if (!Double.isFinite(prediction) || !Double.isFinite(target)) {
      nonFinite[found++] = row;
      return;
    }
    SquaredDifference.addTo(run, prediction, target);
    scalarRows++;
    if (window != null) {
      policy.rejected(prediction, target);
    }
  }

  /** Makes sure that each sum can take the products of another group without rounding. */
  private void makeRoom() {
    if (terms == SliceFormat.MAX_TERMS) {
      totals.spill();
      terms = 0;
      if (totals.isFull()) {
        totals.depositTo(run);
      }
    }
  }

  private void change(SliceWindow next) {
    if (next == null || !next.equals(window)) {
      depositTotals();
      window = next;
      totals = null;
      if (next != null) {
        totals = new SliceTotals(next, lanes);
        use(next);
      }
    }
  }

  private void depositTotals() {
    if (totals != null) {
      totals.spill();
      totals.depositTo(run);
      terms = 0;
    }
  }
}
