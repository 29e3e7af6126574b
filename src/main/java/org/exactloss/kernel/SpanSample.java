package org.exactloss.kernel;

import java.util.Arrays;

/**
 * Which bits the numbers of some rows take, each from a top to a low exponent of two ({@link
 * RowSpan}): a sample of the rows to come, each standing for its share of all rows, and the latest
 * of the rows that a window rejected.
 */
final class SpanSample {
  /** How many rows of a block are looked at. */
  static final int SAMPLE = 64;

  private static final int KEPT = 64;

  private final int[] tops = new int[KEPT + SAMPLE];
  private final int[] lows = new int[KEPT + SAMPLE];
  private final int[] candidates = new int[KEPT + SAMPLE];
  private int sampled;
  private long rejected;

  /** Forgets the sample, which a new one follows. */
  void startSample() {
    sampled = 0;
  }

  /** Adds a row to the sample. */
  void sample(int top, int low) {
    tops[KEPT + sampled] = top;
    lows[KEPT + sampled] = low;
    sampled++;
  }

  /** Takes some of the rows as a new sample, without those that are not finite. */
  void take(double[] prediction, double[] target, int from, int to) {
    startSample();
    int stride = Math.max(1, (to - from) / SAMPLE);
    for (int n = 0; n < SAMPLE && from + n * stride < to; n++) {
      int i = from + n * stride;
      if (Double.isFinite(prediction[i]) && Double.isFinite(target[i])) {
        sample(RowSpan.top(prediction[i], target[i]), RowSpan.low(prediction[i], target[i]));
      }
    }
  }

  /** Takes note of a rejected row. */
  void rejected(int top, int low) {
    int slot = (int) (rejected % KEPT);
    tops[slot] = top;
    lows[slot] = low;
    rejected++;
  }

  /** Forgets the rejected rows. */
  void forgetRejected() {
    rejected = 0;
  }

  /** The tops that occur, ascending, each once. */
  int[] distinctTops() {
    int kept = kept();
    System.arraycopy(tops, 0, candidates, 0, kept);
    System.arraycopy(tops, KEPT, candidates, kept, sampled);
    Arrays.sort(candidates, 0, kept + sampled);
    int count = 0;
    for (int i = 0; i < kept + sampled; i++) {
      boolean repeated = count > 0 && candidates[i] == candidates[count - 1];
      if (candidates[i] != RowSpan.NO_TOP && !repeated) {
        candidates[count++] = candidates[i];
      }
    }
    return Arrays.copyOf(candidates, count);
  }

  /**
   * The share of rows that do not fit between a top and a grid.
   *
   * @param rows how many rows were offered to the window whose rejected rows are known
   */
  double rejectedShare(int top, int grid, long rows) {
    int rejectedSample = rejects(top, grid, KEPT, KEPT + sampled);
    if (rejected == 0) {
      // A single odd row in a sample says little.
      return Math.max(0, rejectedSample - 1) / (double) Math.max(1, sampled);
    }
    double keptRows = rejected * (rejects(top, grid, 0, kept()) / (double) kept());
    double ordinary = Math.max(0, rows - rejected);
    return (keptRows + ordinary * rejectedSample / Math.max(1, sampled)) / Math.max(1, rows);
  }

  /**
   * The least top of those that reject the fewest rows.
   *
   * @param bits how far the grid is below the top
   * @param rows as for {@link #rejectedShare}
   */
  int bestTop(int bits, long rows) {
    int best = 0;
    double fewest = Double.POSITIVE_INFINITY;
    for (int top : distinctTops()) {
      double share = rejectedShare(top, top - bits, rows);
      if (share < fewest) {
        fewest = share;
        best = top;
      }
    }
    return best;
  }

  private int rejects(int top, int grid, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (tops[i] > top || lows[i] < grid) {
        count++;
      }
    }
    return count;
  }

  private int kept() {
    return (int) Math.min(rejected, KEPT);
  }
}
