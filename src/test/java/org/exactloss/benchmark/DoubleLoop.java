package org.exactloss.benchmark;

import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.SquaredErrorKernel;

/** The plain Java loop to compare with: rounds at every step, in the order of rows. */
class DoubleLoop implements SquaredErrorKernel {
  private double sum;

  /** The rounded sum of weights. */
  double weightSum;

  @Override
  public int add(double[] prediction, double[] target, int length, int[] nonFinite) {
    sum += squaredError(prediction, target, length);
    return 0;
  }

  @Override
  public int add(double[] prediction, double[] target, double weight, int length, int[] nonFinite) {
    sum += weight * squaredError(prediction, target, length);
    weightSum += weight * length;
    return 0;
  }

  @Override
  public int add(
      double[] prediction, double[] target, double[] weight, int length, int[] nonFinite) {
    sum += squaredError(prediction, target, weight, length);
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

  /** The rounded weighted sum over a block; adds up the weights as well. */
  double squaredError(double[] prediction, double[] target, double[] weight, int length) {
    double block = 0;
    double weights = 0;
    for (int i = 0; i < length; i++) {
      double difference = prediction[i] - target[i];
      block += weight[i] * (difference * difference);
      weights += weight[i];
    }
    weightSum += weights;
    return block;
  }

  @Override
  public void drainTo(Superaccumulator squaredError, Superaccumulator weight) {
    squaredError.add(sum);
    weight.add(weightSum);
    sum = 0;
    weightSum = 0;
  }
}
