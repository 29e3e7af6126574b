package org.exactloss.kernel;

/** The inner loop over rows with weights that differ; see {@link WeightedTotals} for the sums. */
interface WeightedLoop {

  /** The number of rows that are taken or left together, and of sums of each kind. */
  int lanes();

  /** Takes the constants of a window. */
  void use(WeightedWindow next);

  /**
   * Adds rows to the sums, one for each lane.
   *
   * @param to from plus a multiple of the lanes
   * @return where the first group starts that holds a row outside the window, or {@code to}
   */
  int accumulate(
      double[] prediction, double[] target, double[] weight, int from, int to, long[][] sums);
}
