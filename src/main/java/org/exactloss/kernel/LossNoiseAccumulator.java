package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ElementLoss;
import org.exactloss.exact.ExactSum;
import org.exactloss.state.MeanState;
import org.exactloss.state.NonFinite;

/**
 * Collects the {@link MeanState} of the losses w·(p − t)² of one model, each rounded once to a
 * double. Used by one thread.
 */
public final class LossNoiseAccumulator {
  private final ElementLoss loss;
  private final MeanAccumulator mean;
  private final double[] terms;

  /**
   * An accumulator of nothing.
   *
   * @param capacity the most rows that are added at a time
   */
  public LossNoiseAccumulator(
      Weighting weighting, NumberUnits units, KernelKind kind, int capacity) {
    loss = ElementLoss.scaledBy(units.lossUnit());
    mean = new MeanAccumulator(weighting, units, kind, capacity);
    terms = new double[capacity];
  }

  /**
   * Adds the first rows; all of them finite.
   *
   * @param weight null without weights
   */
  public void add(double[] prediction, double[] target, double[] weight, int rows) {
    for (int i = 0; i < rows; i++) {
      terms[i] =
          weight == null
              ? loss.squaredError(prediction[i], target[i])
              : loss.squaredError(prediction[i], target[i], weight[i]);
    }
    mean.add(terms, weight, rows);
  }

  /**
   * Adds a row of numbers that no double may hold, in units; slow.
   *
   * @param weight {@link Dyadic#ONE} without weights
   */
  public void add(Dyadic prediction, Dyadic target, Dyadic weight) {
    Dyadic error = prediction.minus(target);
    Dyadic term = error.times(error).times(weight);
    mean.add(loss.ofProduct(term.significand(), term.exponent()), weight);
  }

  /** Adds a used row whose term is NaN or infinite, as {@code LossState.addNonFinite}. */
  public void addNonFinite(double term, Dyadic weight) {
    mean.addNonFinite(NonFinite.of(term), weight);
  }

  /**
   * The state of everything since the last drain; this accumulator starts again from nothing.
   *
   * @param squaredError the exact sum of the same rows' finite terms
   */
  public MeanState drain(ExactSum squaredError) {
    return mean.drain(squaredError);
  }
}
