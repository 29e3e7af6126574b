package org.exactloss.kernel;

import org.exactloss.exact.Superaccumulator;

/**
 * Adds up squared errors of rows exactly. It holds a running sum, is used by one thread, and gives
 * the same sum bit for bit whatever the implementation, the order and the split into calls.
 *
 * <p>Rows with a NaN or infinite prediction or target are never added: their indices, ascending,
 * are put into {@code nonFinite} (at least {@code length} long), and their number is returned.
 * Weights must be finite and may have any sign. Arrays are read from 0 to length − 1 and never
 * changed.
 */
public interface SquaredErrorKernel {

  /** Adds (p − t)²; the sum of the weights is not touched. */
  int add(double[] prediction, double[] target, int length, int[] nonFinite);

  /** Adds w·(p − t)², and w for each row added to the sum of the weights, with one w for all. */
  int add(double[] prediction, double[] target, double weight, int length, int[] nonFinite);

  /** Adds w·(p − t)², and w for each row added to the sum of the weights. */
  int add(double[] prediction, double[] target, double[] weight, int length, int[] nonFinite);

  /** Adds everything since the last drain to the given sums and starts again from zero. */
  void drainTo(Superaccumulator squaredError, Superaccumulator weight);
}
