package org.exactloss.kernel;

import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;

/** Adds row by row in integers: immune to the floating-point environment, and the reference. */
final class ScalarSquaredErrorKernel implements SquaredErrorKernel {
  private final Superaccumulator squaredError = new Superaccumulator();
  private final Superaccumulator weightSum = new Superaccumulator();

  @Override
  public int add(double[] prediction, double[] target, int length, int[] nonFinite) {
    int found = 0;
    for (int i = 0; i < length; i++) {
      if (Double.isFinite(prediction[i]) && Double.isFinite(target[i])) {
        SquaredDifference.addTo(squaredError, prediction[i], target[i]);
      } else {
        nonFinite[found++] = i;
      }
    }
    return found;
  }

  @Override
  public int add(double[] prediction, double[] target, double weight, int length, int[] nonFinite) {
    int found = 0;
    for (int i = 0; i < length; i++) {
      if (!addRow(prediction[i], target[i], weight)) {
        nonFinite[found++] = i;
      }
    }
    return found;
  }

  @Override
  public int add(
      double[] prediction, double[] target, double[] weight, int length, int[] nonFinite) {
    int found = 0;
    for (int i = 0; i < length; i++) {
      if (!addRow(prediction[i], target[i], weight[i])) {
        nonFinite[found++] = i;
      }
    }
    return found;
  }

  /** Adds the row and its weight, unless the prediction or target is NaN or infinite. */
  private boolean addRow(double prediction, double target, double weight) {
    if (!Double.isFinite(prediction) || !Double.isFinite(target)) {
      return false;
    }
    SquaredDifference.addWeightedTo(squaredError, prediction, target, weight);
    weightSum.add(weight);
    return true;
  }

  @Override
  public void drainTo(Superaccumulator squaredErrors, Superaccumulator weights) {
    squaredErrors.add(squaredError);
    weights.add(weightSum);
    squaredError.clear();
    weightSum.clear();
  }
}
