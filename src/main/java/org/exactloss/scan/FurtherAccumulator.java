package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.LossNoiseAccumulator;
import org.exactloss.kernel.MomentAccumulator;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.PictureAccumulator;
import org.exactloss.kernel.Weighting;
import org.exactloss.state.MeanState;
import org.exactloss.state.MomentState;
import org.exactloss.state.PictureState;

/** The sums of one model beside those of its loss: of metrics, and of noise. */
final class FurtherAccumulator {
  private final Optional<MomentAccumulator> moments;
  private final Optional<LossNoiseAccumulator> noise;
  private final Optional<PictureAccumulator> pictures;
  private final NumberUnits units;
  private final boolean weighted;
  private final int capacity;
  private final double[] predictions;
  private final double[] targets;
  private final double[] weights;

  /**
   * @param capacity elements that are added at a time
   */
  FurtherAccumulator(
      FurtherSums asked, NumberUnits units, boolean weighted, KernelKind kind, int capacity) {
    this.weighted = weighted;
    this.capacity = capacity;
    moments =
        asked.moments().isEmpty()
            ? Optional.empty()
            : Optional.of(new MomentAccumulator(asked.moments(), units, kind, capacity));
    Weighting weighting = weighted ? Weighting.WEIGHTED : Weighting.NONE;
    noise =
        asked.noise()
            ? Optional.of(new LossNoiseAccumulator(weighting, units, kind, capacity))
            : Optional.empty();
    pictures =
        asked.pictures()
            ? Optional.of(new PictureAccumulator(units.scale(), kind))
            : Optional.empty();
    this.units = units;
    predictions = new double[capacity];
    targets = new double[capacity];
    weights = new double[weighted ? capacity : 0];
  }

  /**
   * Adds elements but for those that are not finite.
   *
   * @param nonFinite the places of these, ascending
   */
  void add(double[] p, double[] t, double[] w, int rows, int[] nonFinite, int reported) {
    if (reported == 0 && rows <= capacity) {
      add(p, t, w, rows);
      return;
    }
    int gathered = 0;
    int next = 0;
    for (int row = 0; row < rows; row++) {
      if (next < reported && nonFinite[next] == row) {
        next++;
        continue;
      }
      predictions[gathered] = p[row];
      targets[gathered] = t[row];
      if (weighted) {
        weights[gathered] = w[row];
      }
      gathered++;
      if (gathered == capacity) {
        add(predictions, targets, weights, gathered);
        gathered = 0;
      }
    }
    add(predictions, targets, weights, gathered);
  }

  private void add(double[] p, double[] t, double[] w, int rows) {
    double[] factors = weighted ? w : null;
    moments.ifPresent(sums -> sums.add(p, t, factors, rows));
    noise.ifPresent(sums -> sums.add(p, t, factors, rows));
    pictures.ifPresent(counts -> counts.add(p, t, rows));
  }

  /** Adds one element that no doubles hold. */
  void add(Dyadic prediction, Dyadic target, Dyadic weight) {
    moments.ifPresent(sums -> sums.add(prediction, target, weight));
    noise.ifPresent(sums -> sums.add(prediction, target, weight));
    pictures.ifPresent(
        counts ->
            counts.add(
                units.nearest(prediction),
                units.nearest(target),
                units.nearest(prediction.minus(target))));
  }

  /** A number, or NaN or an infinity, for which there is no exact one. */
  record Value(double number, Dyadic exact) {}

  /** Adds one element that is not finite. */
  void addNonFinite(Value prediction, Value target, Dyadic weight) {
    double difference = prediction.number - target.number;
    noise.ifPresent(sums -> sums.addNonFinite(difference * difference, weight));
    pictures.ifPresent(PictureAccumulator::addNonFinite);
    if (moments.isEmpty()) {
      return;
    }
    MomentAccumulator sums = moments.get();
    if (prediction.exact != null) {
      sums.addNonFiniteTarget(prediction.exact, target.number, weight);
    } else if (target.exact != null) {
      sums.addNonFinitePrediction(prediction.number, target.exact, weight);
    } else {
      sums.addNonFinite(prediction.number, target.number);
    }
  }

  Optional<MomentState> takeMoments() {
    return moments.map(MomentAccumulator::drain);
  }

  Optional<PictureState> takePictures() {
    return pictures.map(PictureAccumulator::drain);
  }

  /**
   * The state of the noise.
   *
   * @param squaredError the exact sum of the same elements' finite losses
   */
  Optional<MeanState> takeNoise(ExactSum squaredError) {
    return noise.map(sums -> sums.drain(squaredError));
  }
}
