package org.exactloss.kernel;

import java.util.List;
import java.util.Optional;

/** Chooses the window of a slicing kernel from the differences of rows. */
final class SliceWindowPolicy extends WindowPolicy<SliceWindow> {
  /**
   * Costs in times of a row of three slices: one of two, one of four, one in integers, one looked
   * at alone.
   */
  private static final double NARROW_COST = 0.6;

  private static final double WIDE_COST = 1.6;
  private static final double SCALAR_COST = 30;
  private static final double INSPECTION_COST = 10;

  private final SpanSample spans = new SpanSample();

  /** A policy that has chosen nothing yet; see {@link WindowPolicy}. */
  SliceWindowPolicy(int group) {
    super(group);
  }

  @Override
  boolean isWide(SliceWindow wide) {
    return wide.format() == SliceFormat.FOUR;
  }

  /** Takes note of a finite row that the window did not take. */
  void rejected(double prediction, double target) {
    spans.rejected(RowSpan.top(prediction, target), RowSpan.low(prediction, target));
    countRejected();
  }

  /** Chooses the window for the rows to come, of which those from {@code from} are a sample. */
  void choose(double[] prediction, double[] target, int from, int to) {
    spans.take(prediction, target, from, to);
    choose(cheapest());
    spans.forgetRejected();
  }

  private Optional<SliceWindow> cheapest() {
    SliceWindow best = best(SliceFormat.TWO);
    double cost = cost(best);
    for (SliceFormat wider : List.of(SliceFormat.THREE, SliceFormat.FOUR)) {
      SliceWindow wide = best(wider);
      if (cost(wide) < GAIN * cost) {
        best = wide;
        cost = cost(wide);
      }
    }
    if (window().isPresent() && cost >= GAIN * cost(window().get())) {
      best = window().get();
      cost = cost(best);
    }
    return cost < SCALAR_COST ? Optional.of(best) : Optional.empty();
  }

  /** The window that rejects the fewest rows; its top is the top of a row. */
  private SliceWindow best(SliceFormat format) {
    SliceWindow best = new SliceWindow(format, format.scaleForTop(0));
    double fewest = Double.POSITIVE_INFINITY;
    for (int top : spans.distinctTops()) {
      SliceWindow candidate = new SliceWindow(format, format.scaleForTop(top));
      double share = rejectedShare(candidate);
      if (share < fewest) {
        fewest = share;
        best = candidate;
      }
    }
    return best;
  }

  private double cost(SliceWindow candidate) {
    double share = rejectedShare(candidate);
    return base(candidate.format())
        + SCALAR_COST * share
        + INSPECTION_COST * Math.min(1, group() * share);
  }

  private static double base(SliceFormat format) {
    return switch (format) {
      case TWO -> NARROW_COST;
      case THREE -> 1;
      case FOUR -> WIDE_COST;
    };
  }

  private double rejectedShare(SliceWindow candidate) {
    return spans.rejectedShare(candidate.top(), candidate.grid(), rows());
  }
}
