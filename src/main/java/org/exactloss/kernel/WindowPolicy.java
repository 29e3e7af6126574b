package org.exactloss.kernel;

import java.util.Optional;

/**
 * When the window of a kernel is chosen again from the rows that it meets. Pure arithmetic on the
 * bits that rows take; every choice gives the same sum, so only speed depends on it.
 *
 * <p>The first choice comes from a sample of the first block. Then rejected rows are counted; once
 * they are frequent and the time spent on them is that of a new choice, the window is chosen again
 * from a sample of the block at hand, each row standing for its share of all rows, and from the
 * rejected rows. A window that stays the best doubles the patience. Wide windows and the scalar
 * path are looked at again after a while even without rejections.
 *
 * @param <W> the kind of windows
 */
abstract class WindowPolicy<W> {
  /** Rows after which data that fit no window are tried again. */
  static final int SCALAR_ROWS = 16 * 4096;

  /** Rows after which a wide window is tried again with a narrow one. */
  static final int WIDE_ROWS = 1 << 20;

  /** A new window must be this much cheaper than the one in use. */
  static final double GAIN = 0.8;

  private static final int MIN_PATIENCE = 128;
  private static final int MAX_PATIENCE = 1 << 14;

  private final int group;
  private Optional<W> window = Optional.empty();
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
  final Optional<W> window() {
    return window;
  }

  /** Counts rows that were offered to the window. */
  final void added(int count) {
    rows += count;
  }

  /** Whether a choice should be made before the next rows. */
  final boolean isDue() {
    if (window.isEmpty()) {
      return !chosen || rows >= SCALAR_ROWS;
    }
    if (isWide(window.get()) && rows >= WIDE_ROWS) {
      return true;
    }
    return rejected >= patience && rejected * Math.max(256, 16 * group) > rows;
  }

  /** Whether a narrower kind of window would be cheaper, if it were enough. */
  abstract boolean isWide(W wide);

  /** Counts a finite row that the window did not take. */
  final void countRejected() {
    rejected++;
  }

  /** How many rows were offered since the last choice. */
  final long rows() {
    return rows;
  }

  /** The number of rows that are looked at one by one when one of them is rejected. */
  final int group() {
    return group;
  }

  /** Takes a window, or none, for the rows to come. */
  final void choose(Optional<W> next) {
    patience = next.equals(window) ? Math.min(2 * patience, MAX_PATIENCE) : MIN_PATIENCE;
    window = next;
    chosen = true;
    rows = 0;
    rejected = 0;
  }
}
