package org.exactloss.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * Chooses the window of a slicing kernel from the rows that it meets. Pure arithmetic on the bits
 * that rows take; every choice gives the same sum, so only speed depends on it.
 *
 * <p>The first choice comes from a sample of the first block. Then rejected rows are counted; once
 * they are frequent and the time spent on them is that of a new choice, the window is chosen again
 * from a sample of the block at hand, each row standing for its share of all rows, and from the
 * rejected rows. A window that stays the best doubles the patience. Wide windows and the scalar
 * path are looked at again after a while even without rejections.
 */
final class WindowPolicy {
  /** Rows after which data that fit no window are tried again. */
  static final int SCALAR_ROWS = 16 * 4096;

  /** Rows after which four slices are tried again with three. */
  static final int WIDE_ROWS = 1 << 20;

  private static final int SAMPLE = 64;
  private static final int KEPT = 64;
  private static final int MIN_PATIENCE = 128;
  private static final int MAX_PATIENCE = 1 << 14;

  /** Costs in times of a row of three slices: one of four, one in integers, one looked at alone. */
  private static final double WIDE_COST = 1.6;

  private static final double SCALAR_COST = 30;
  private static final double INSPECTION_COST = 10;

  /** A new window must be this much cheaper than the one in use. */
  private static final double GAIN = 0.8;

  private final int group;
  private final int[] tops = new int[KEPT + SAMPLE];
  private final int[] lows = new int[KEPT + SAMPLE];
  private final int[] candidates = new int[KEPT + SAMPLE];
  private int sampled;
  private Optional<SliceWindow> window = Optional.empty();
  private boolean chosen;
  private long rows;
  private long rejected;
  private int patience = MIN_PATIENCE;

  /**
   * A policy that has chosen nothing yet.
   *
   * @param group the number of rows that are looked at one by one when one of them is rejected
   */
  WindowPolicy(int group) {
    this.group = group;
  }

  /** The chosen window; empty where the scalar path is cheaper, or nothing was chosen yet. */
  Optional<SliceWindow> window() {
    return window;
  }

  /** Counts rows that were offered to the window. */
  void added(int count) {
    rows += count;
  }

  /** Takes note of a finite row that the window did not take. */
  void rejected(double prediction, double target) {
    int slot = (int) (rejected % KEPT);
    tops[slot] = RowSpan.top(prediction, target);
    lows[slot] = RowSpan.low(prediction, target);
    rejected++;
  }

  /** Whether {@link #choose} should be called before the next rows. */
  boolean isDue() {
    if (window.isEmpty()) {
      return !chosen || rows >= SCALAR_ROWS;
    }
    if (window.get().format() == SliceFormat.FOUR && rows >= WIDE_ROWS) {
      return true;
    }
    return rejected >= patience && rejected * Math.max(256, 16 * group) > rows;
  }

  /** Chooses the window for the rows to come, of which those from {@code from} are a sample. */
  void choose(double[] prediction, double[] target, int from, int to) {
    sample(prediction, target, from, to);
    Optional<SliceWindow> next = cheapest();
    patience = next.equals(window) ? Math.min(2 * patience, MAX_PATIENCE) : MIN_PATIENCE;
    window = next;
    chosen = true;
    rows = 0;
    rejected = 0;
  }

  private void sample(double[] prediction, double[] target, int from, int to) {
    sampled = 0;
    int stride = Math.max(1, (to - from) / SAMPLE);
    for (int i = from; i < to && sampled < SAMPLE; i += stride) {
      if (Double.isFinite(prediction[i]) && Double.isFinite(target[i])) {
        tops[KEPT + sampled] = RowSpan.top(prediction[i], target[i]);
        lows[KEPT + sampled] = RowSpan.low(prediction[i], target[i]);
        sampled++;
      }
    }
  }

  private Optional<SliceWindow> cheapest() {
    SliceWindow best = best(SliceFormat.THREE);
    double cost = cost(best);
    SliceWindow wide = best(SliceFormat.FOUR);
    if (cost(wide) < GAIN * cost) {
      best = wide;
      cost = cost(wide);
    }
    if (window.isPresent() && cost >= GAIN * cost(window.get())) {
      best = window.get();
      cost = cost(best);
    }
    return cost < SCALAR_COST ? Optional.of(best) : Optional.empty();
  }

  /** The window that rejects the fewest rows; its top is the top of a row. */
  private SliceWindow best(SliceFormat format) {
    SliceWindow best = new SliceWindow(format, format.scaleForTop(0));
    double fewest = Double.POSITIVE_INFINITY;
    int count = distinctTops();
    for (int i = 0; i < count; i++) {
      SliceWindow candidate = new SliceWindow(format, format.scaleForTop(candidates[i]));
      double share = rejectedShare(candidate);
      if (share < fewest) {
        fewest = share;
        best = candidate;
      }
    }
    return best;
  }

  private int distinctTops() {
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
    return count;
  }

  private double cost(SliceWindow candidate) {
    double share = rejectedShare(candidate);
    double base = candidate.format() == SliceFormat.THREE ? 1 : WIDE_COST;
    return base + SCALAR_COST * share + INSPECTION_COST * Math.min(1, group * share);
  }

  /** The share of rows that a window would reject. */
  private double rejectedShare(SliceWindow candidate) {
    int rejectedKept = rejects(candidate, 0, kept());
    int rejectedSample = rejects(candidate, KEPT, KEPT + sampled);
    if (rejected == 0) {
      // A single odd row in a sample says little.
      return Math.max(0, rejectedSample - 1) / (double) Math.max(1, sampled);
    }
    double keptRows = rejected * (rejectedKept / (double) kept());
    double ordinary = Math.max(0, rows - rejected);
    return (keptRows + ordinary * rejectedSample / Math.max(1, sampled)) / Math.max(1, rows);
  }

  private int rejects(SliceWindow candidate, int from, int to) {
    int top = candidate.top();
    int grid = candidate.grid();
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
