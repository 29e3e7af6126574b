package org.exactloss.benchmark;

import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.SquaredErrorKernel;

/** The plain Java loop to compare with: rounds at every step, in the order of rows. */
class DoubleLoop implements SquaredErrorKernel {
  private double sum;

  @Override
  public int add(double[] prediction, double[] target, int length, int[] nonFinite) {
    sum += squaredError(prediction, target, length);
    return 0;
  }

  /** The rounded sum over a block. */
  double squaredError(double[] prediction, double[] target, int length) {
    double block = 0;
    for (int i = 0; i < length; i++) {
      double difference = prediction[i] - target[i];
      block += difference * difference;
    }
    return block;
  }

  @Override
  public int add(double[] prediction, double[] target, double weight, int length, int[] nonFinite) {
    throw new UnsupportedOperationException("weights");
  }

  @Override
  public int add(
      double[] prediction, double[] target, double[] weight, int length, int[] nonFinite) {
    throw new UnsupportedOperationException("weights");
  }

  @Override
  public void drainTo(Superaccumulator squaredError, Superaccumulator weight) {
    squaredError.add(sum);
    sum = 0;
  }
}
