package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.LossDifference;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.state.MeanState;
import org.exactloss.state.NonFinite;

/**
 * Collects the {@link MeanState} of the differences w·(a − t)² − w·(b − t)² of a model's loss and a
 * baseline's, over the rows that both use. Used by one thread.
 */
public final class PairAccumulator {
  private final NumberUnits units;
  private final LossDifference difference;
  private final MeanAccumulator mean;
  private final SquaredErrorKernel modelLoss;
  private final SquaredErrorKernel baselineLoss;
  private final Superaccumulator exact = new Superaccumulator();
  private final double[] terms;
  private final int[] nonFinite;

  /**
   * An accumulator of nothing.
   *
   * @param units those of both predictions and the target
   * @param capacity the most rows that are added at a time
   */
  public PairAccumulator(Weighting weighting, NumberUnits units, KernelKind kind, int capacity) {
    this.units = units;
    difference = LossDifference.scaledBy(units.lossUnit());
    mean = new MeanAccumulator(weighting, units, kind, capacity);
    modelLoss = SquaredErrorKernels.create(kind);
    baselineLoss = SquaredErrorKernels.create(kind);
    terms = new double[capacity];
    nonFinite = new int[capacity];
  }

  /**
   * Adds the first rows; all of them finite.
   *
   * @param weight null without weights
   */
  public void add(double[] model, double[] baseline, double[] target, double[] weight, int rows) {
    for (int i = 0; i < rows; i++) {
      terms[i] = difference.of(model[i], baseline[i], target[i], weight == null ? 1 : weight[i]);
    }
    mean.add(terms, weight, rows);
    if (weight == null) {
      requireFinite(modelLoss.add(model, target, rows, nonFinite));
      requireFinite(baselineLoss.add(baseline, target, rows, nonFinite));
    } else {
      requireFinite(modelLoss.add(model, target, weight, rows, nonFinite));
      requireFinite(baselineLoss.add(baseline, target, weight, rows, nonFinite));
    }
  }

  /**
   * Adds a row of numbers that no double may hold, in units; slow.
   *
   * @param weight {@link Dyadic#ONE} without weights
   */
  public void add(Dyadic model, Dyadic baseline, Dyadic target, Dyadic weight) {
    mean.add(difference.of(model, baseline, target, weight), weight);
    Dyadic change = LossDifference.exactly(model, baseline, target, weight);
    change.addTo(exact);
  }

  /**
   * Adds a row that both use and of which some value is NaN or infinite; the difference of both
   * losses is NaN or infinite by IEEE rules.
   */
  public void addNonFinite(double model, double baseline, double target, Dyadic weight) {
    mean.addNonFinite(NonFinite.of(difference.of(model, baseline, target, 1)), weight);
  }

  /** The state of everything since the last drain; this accumulator starts again from nothing. */
  public MeanState drain() {
    Superaccumulator total = new Superaccumulator();
    Superaccumulator baselineTotal = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    modelLoss.drainTo(total, weights);
    baselineLoss.drainTo(baselineTotal, weights);
    total.subtract(baselineTotal);
    total.add(exact);
    exact.clear();
    return mean.drain(units.ofProducts(total, 2));
  }

  private static void requireFinite(int reported) {
    if (reported > 0) {
      throw new IllegalArgumentException(
          "Cannot compare " + reported + " rows with values that are not finite");
    }
  }
}
