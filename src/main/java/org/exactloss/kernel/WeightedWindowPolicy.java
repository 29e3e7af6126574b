package org.exactloss.kernel;

import java.util.Optional;

/** Chooses the window of a {@link WeightedErrorSum} from the differences and weights of rows. */
final class WeightedWindowPolicy extends WindowPolicy<WeightedWindow> {
  /** Costs in times of a row of three pieces: one of four, one in integers, one looked at alone. */
  private static final double WIDE_COST = 1.25;

  private static final double SCALAR_COST = 12;
  private static final double INSPECTION_COST = 4;

  private final SpanSample differences = new SpanSample();
  private final SpanSample weights = new SpanSample();

  /** A policy that has chosen nothing yet; see {@link WindowPolicy}. */
  WeightedWindowPolicy(int group) {
    super(group);
  }

  @Override
  boolean isWide(WeightedWindow wide) {
    return wide.format().pieces() == WeightedFormat.MAX_PIECES;
  }

  /** Takes note of a finite row that the window did not take. */
  void rejected(double prediction, double target, double weight) {
    differences.rejected(RowSpan.top(prediction, target), RowSpan.low(prediction, target));
    weights.rejected(RowSpan.top(weight, 0), RowSpan.low(weight, 0));
    countRejected();
  }

  /** Chooses the window for the rows to come, of which those from {@code from} are a sample. */
  void choose(double[] prediction, double[] target, double[] weight, int from, int to) {
    sample(prediction, target, weight, from, to);
    choose(cheapest());
    differences.forgetRejected();
    weights.forgetRejected();
  }

  private void sample(double[] prediction, double[] target, double[] weight, int from, int to) {
    differences.startSample();
    weights.startSample();
    int stride = Math.max(1, (to - from) / SpanSample.SAMPLE);
    for (int n = 0; n < SpanSample.SAMPLE && from + n * stride < to; n++) {
      int i = from + n * stride;
      if (Double.isFinite(prediction[i]) && Double.isFinite(target[i])) {
        differences.sample(
            RowSpan.top(prediction[i], target[i]), RowSpan.low(prediction[i], target[i]));
        weights.sample(RowSpan.top(weight[i], 0), RowSpan.low(weight[i], 0));
      }
    }
  }

  private Optional<WeightedWindow> cheapest() {
    WeightedWindow best = null;
    double cost = Double.POSITIVE_INFINITY;
    for (WeightedFormat format : WeightedFormat.values()) {
      WeightedWindow candidate = best(format);
      if (cost(candidate) < cost) {
        best = candidate;
        cost = cost(candidate);
      }
    }
    if (window().isPresent() && cost >= GAIN * cost(window().get())) {
      best = window().get();
      cost = cost(best);
    }
    return cost < SCALAR_COST ? Optional.of(best) : Optional.empty();
  }

  /** The window that rejects the fewest rows; its bounds are the tops of a row and of a weight. */
  private WeightedWindow best(WeightedFormat format) {
    int top = differences.bestTop(format.differenceBits(), rows());
    return format.window(top, weights.bestTop(format.weightBits(), rows()));
  }

  private double cost(WeightedWindow candidate) {
    double share = Math.min(1, rejectedShare(candidate));
    double base = isWide(candidate) ? WIDE_COST : 1;
    return base + SCALAR_COST * share + INSPECTION_COST * Math.min(1, group() * share);
  }

  /** Not less than the share of rows whose difference or weight is rejected. */
  private double rejectedShare(WeightedWindow candidate) {
    return differences.rejectedShare(candidate.top(), candidate.grid(), rows())
        + weights.rejectedShare(candidate.weightTop(), candidate.weightGrid(), rows());
  }
}
